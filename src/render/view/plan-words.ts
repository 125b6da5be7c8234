import { kinds } from '../../kinds/index.ts';
import type { NotManaged, PlanDocument } from '../../types/plan.ts';
import { countedKind } from '../changes/kind-facts.ts';
import type { Mask } from '../mask/mask.ts';

/** How to read masked values, to stand under the title; nothing where none are masked. */
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

/** True when nothing would change, and no error, no guard and nothing that was not compared casts doubt on that. */
export function matchesLive(plan: PlanDocument): boolean {
  const hasErrors = plan.diagnostics.some((one) => one.severity === 'error');
  const isCertain = !hasErrors && !leavesOpen(plan);
  return plan.changes.length === 0 && isCertain && !plan.guards.some((guard) => guard.over);
}

/** Findings which say that something declared could not be compared with what is live. */
const LEFT_OPEN = ['not-compared', 'snapshot-part-not-read', 'snapshot-company', 'field-not-shown'];

/** Whether a plan says nothing about some of what is declared. */
export function leavesOpen({ diagnostics }: Pick<PlanDocument, 'diagnostics'>): boolean {
  return diagnostics.some(({ code }) => LEFT_OPEN.includes(code));
}
