import { kinds } from '../../kinds/index.ts';
import { type Action, type Change, type FieldChange, isMembership } from '../../types/change.ts';
import type { NotManaged, PlanDocument } from '../../types/plan.ts';
import { type ChangeGroup, samplesOf } from '../changes/group-changes.ts';
import { countedKind } from '../changes/kind-facts.ts';
import type { IsBlocked } from '../changes/shapes.ts';
import type { Mask } from '../mask/mask.ts';

/** What stands under the title where values are masked; nothing where none are. */
export function maskedNotes(plan: Pick<PlanDocument, 'masked'>, mask: Mask | undefined): string[] {
  if (plan.masked === true)
    return ['Personal data was masked when this plan was saved: the same digits stand for the same value.'];
  if (mask === undefined) return [];
  return mask.isKeyed
    ? ['Personal data is masked: the same eight digits stand for the same value. --no-mask shows it.']
    : [
        'Personal data is masked: ••• stands for any value, as there is no token and no key. --no-mask shows it.',
      ];
}

/** What the plan was made from: which run it takes back, or up to which version of the manifests. Not yet inert. */
export function originNotes({ undoes, manifests: { version } }: PlanDocument): string[] {
  if (undoes !== undefined)
    return [`Takes back run ${undoes}: what it wrote goes back to what was before, where it still stands.`];
  return version === null ? [] : [`Manifests up to version ${version}.`];
}

/** What is live and declared by no manifest, kind by kind; nothing to say where all is declared. */
export function notManagedWords(counts: NotManaged | undefined): string[] {
  const parts = kinds.flatMap(({ name }) => {
    const count = counts?.[name] ?? 0;
    return count > 0 ? [countedKind(count, name)] : [];
  });
  return parts.length === 0 ? [] : [`Not managed here: ${parts.join(', ')}.`];
}

/** What stands before a change (DESIGN 6.3). */
export const GLYPHS: Readonly<Record<Action, string>> = {
  create: '+',
  update: '~',
  convert: '↑',
  merge: '»',
  archive: '-',
  unarchive: '±',
};

/** What stands before a change that a guard blocks. */
export const BLOCKED_GLYPH = '!';

/**
 * True for a change that cannot be put back or takes something away: it is shown first, with its reason. That is what apply
 * cannot undo, archives, merges, conversions, memberships taken off, options dropped, and people subscribed again.
 */
export function isGrave(change: Change): boolean {
  if (change.irreversible) return true;
  if (change.action === 'archive' || change.action === 'merge' || change.action === 'convert') return true;
  for (const path in change.fields) {
    const field = change.fields[path];
    if (field !== undefined && takesAway(path, field)) return true;
  }
  return false;
}

function takesAway(path: string, field: FieldChange): boolean {
  if (isMembership(field)) return field.remove.length > 0;
  const { before, after } = field;
  if (path === 'unsubscribed_from_emails') return before === true && after === false;
  if (path !== 'options' || !Array.isArray(before) || !Array.isArray(after)) return false;
  return before.some((option) => !after.includes(option));
}

/** `staging: workspace Acme (ecahpwf5, US)` from raw parts; the caller makes them inert. */
export function titleOf(
  environment: string | null,
  workspace: { name: string; id: string; region: string },
): string {
  const named = `orkspace ${workspace.name} (${workspace.id}, ${workspace.region})`;
  return environment === null ? `W${named}` : `${environment}: w${named}`;
}

/** The first line of a plan in every format, not yet inert. */
export function planTitle(plan: PlanDocument, mask?: Mask): string {
  const { name, id, region } = plan.workspace;
  return titleOf(plan.environment, { name: mask?.text(name) ?? name, id, region });
}

/** Whether a change is held back; `isBlocked` is only asked where something is. */
export function blockedIn(
  plan: PlanDocument,
  { isBlocked }: { readonly isBlocked?: IsBlocked | undefined },
): IsBlocked {
  return (change) => plan.summary.blocked > 0 && isBlocked?.(change) === true;
}

/** A group as it is shown: what all agree on and the samples masked, and no other is held. */
export function maskedGroup(group: ChangeGroup, mask: Mask | undefined): ChangeGroup {
  const [first] = group.heads;
  if (mask === undefined || first === undefined) return group;
  const agreed = group.fields.flatMap(({ path, same }) =>
    same === undefined ? [] : [[path, same] as const],
  );
  const masked = mask.change({ ...first, fields: Object.fromEntries(agreed) }).fields;
  return {
    ...group,
    heads: samplesOf(group).map(mask.change),
    fields: group.fields.map((field) =>
      field.same === undefined ? field : { ...field, same: masked[field.path] ?? field.same },
    ),
  };
}

/** True when nothing would change and nothing keeps that from being the whole truth. */
export function matches(plan: PlanDocument): boolean {
  const hasErrors = plan.diagnostics.some((one) => one.severity === 'error');
  return plan.changes.length === 0 && !hasErrors && !plan.guards.some((guard) => guard.over);
}
