import type { Catalog } from '../../types/catalog.ts';
import type { Change, FieldChange } from '../../types/change.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { isJsonObject, type Json } from '../../types/json.ts';
import type { Planned } from '../../types/kind.ts';
import { decidedAt, sourceOf } from '../declared/declare-map.ts';
import { declaredType, isDeclaredArchived } from '../declared/item-cells.ts';
import { newListWithoutOptions, otherType } from '../declared/item-types.ts';
import { nameTwin } from '../values/name-case.ts';
import { droppedOptions } from '../written/dropped-options.ts';
import { conversationNameCase, minOptions } from './check.ts';
import { type ConversationAttributeDeclaration, declaredTeams } from './declaration.ts';
import { labelledOptions } from './declared-options.ts';
import { conversationAttributeFields, SCALARS, sameConversationAttributeValue } from './fields.ts';
import { activeOf, type LiveConversationAttribute } from './live.ts';
import { nameTwice } from './made-twice.ts';
import type { ObservedConversationAttributes } from './observe.ts';
import { optionChanges } from './options.ts';
import { checkTeams, knownTeams } from './teams.ts';

/** Desired against live conversation attributes. Archived ones do not count: no call brings them back (intercom 17.1). */
export function diffConversationAttributes(
  declared: readonly ConversationAttributeDeclaration[],
  observed: ObservedConversationAttributes,
  _catalog: Catalog,
  report: Report,
): readonly Planned[] {
  return declared.map((declaration) => {
    const { address } = declaration;
    const [live, ...others] = activeOf(observed.live, declaration.name);
    if (live !== undefined && others.length > 0) report(severalLive(declaration, [live, ...others]));
    else if (live === undefined) {
      const create = created(declaration, observed, report);
      if (create !== undefined) return create;
    } else {
      const twin = isDeclaredArchived(declaration) ? undefined : twinFinding(declaration, observed.live);
      if (twin !== undefined) report({ ...twin, severity: 'warning' });
      const update = updated(declaration, live, observed, report);
      if (update !== undefined) return update;
    }
    return { state: 'unchanged', address };
  });
}

/** Another live one whose name differs in case or Unicode form only. */
function twinFinding(
  declaration: ConversationAttributeDeclaration,
  live: readonly LiveConversationAttribute[],
): Diagnostic | undefined {
  const active = live.filter(({ archived }) => !archived);
  const twin = nameTwin(active, declaration.name);
  if (twin === undefined) return undefined;
  return conversationNameCase(declaration, twin.name, `it is live as attribute ${twin.id}`);
}

function severalLive(
  { name, address, place }: ConversationAttributeDeclaration,
  live: readonly LiveConversationAttribute[],
): Diagnostic {
  return { ...nameTwice(name, live), severity: 'error', address, ...place };
}

function created(
  declaration: ConversationAttributeDeclaration,
  { live, teams }: ObservedConversationAttributes,
  report: Report,
): Planned | undefined {
  const { name } = declaration;
  const type = declaredType(declaration);
  if (type === undefined || isDeclaredArchived(declaration)) return undefined;
  const twin = twinFinding(declaration, live);
  if (twin !== undefined) {
    report(twin);
    return undefined;
  }
  if (!checkTeams(declaration, teams, report)) return undefined;
  const fields: Record<string, FieldChange> = { type: { after: type } };
  const options = labelledOptions(declaration)?.map(({ label }) => label);
  if (type === 'list' && (options?.length ?? 0) < minOptions) {
    report(newListWithoutOptions(declaration, 'needs at least two options'));
    return undefined;
  }
  if (options !== undefined) fields['options'] = { after: options };
  for (const field of SCALARS) {
    const after = declaredValue(declaration, field);
    // What a new one is anyway need not be said.
    if (after !== undefined && after !== null) fields[field] = { after };
  }
  const notes = live.some((other) => other.archived && other.name === name)
    ? [
        'an archived one of this name stays archived: no call brings it back, or what conversations hold of it',
      ]
    : [];
  return change(declaration, { action: 'create', id: null, fields, reason: 'declared, not live', notes });
}

function updated(
  declaration: ConversationAttributeDeclaration,
  live: LiveConversationAttribute,
  { teams }: ObservedConversationAttributes,
  report: Report,
): Planned | undefined {
  const { id } = live;
  if (isDeclaredArchived(declaration)) {
    return change(declaration, {
      action: 'archive',
      id,
      fields: { archived: { before: false, after: true } },
      reason: 'declared archived, is live',
      notes: ['no call brings it back: afterwards only a new one can be made, which no conversation holds'],
    });
  }
  const type = declaredType(declaration);
  if (type !== undefined && type !== live.type) {
    report(otherType(declaration, type, live.type));
    return undefined;
  }
  if (!checkTeams(declaration, teams, report)) return undefined;
  const now = conversationAttributeFields(live, knownTeams(teams));
  const fields: Record<string, FieldChange> = {};
  for (const field of SCALARS) {
    const after = declaredValue(declaration, field);
    const before = now.get(field) ?? null;
    if (after !== undefined && !sameConversationAttributeValue(field, before, after))
      fields[field] = { before, after };
  }
  const options = optionChanges(declaration, live, report);
  if (options === undefined) return undefined;
  Object.assign(fields, options.fields);
  if (Object.keys(fields).length === 0) return undefined;
  const notes = [
    ...options.dropped.map((label) => `drops ${JSON.stringify(label)}, which no call brings back`),
    ...options.archivedNamesakes.map(
      (label) => `an archived option ${JSON.stringify(label)} stays archived: a new one is added beside it`,
    ),
  ];
  return change(declaration, { action: 'update', id, fields, reason: 'differs from live', notes });
}

/** In the plan's terms; undefined where it is unmanaged. */
function declaredValue(
  declaration: ConversationAttributeDeclaration,
  field: (typeof SCALARS)[number],
): Json | undefined {
  if (field === 'visible_to') return declaredTeams(declaration);
  const value = declaration.cells.get(field)?.value;
  if (field === 'description') return value === '' ? null : value;
  // The order of its keys is that of a read.
  if (field === 'reference' && isJsonObject(value))
    return { type: value['type'] ?? null, object_type_id: value['object_type_id'] ?? null };
  return value;
}

function change(
  declaration: ConversationAttributeDeclaration,
  planned: Pick<Change, 'action' | 'id' | 'fields' | 'reason' | 'notes'>,
): Planned {
  // Options stand in one list, whichever of them changes.
  const fields = Object.keys(planned.fields).map((path) => (declaration.cells.has(path) ? path : 'options'));
  return {
    state: 'change',
    order: declaration.order,
    change: {
      address: declaration.address,
      kind: 'conversation_attribute',
      requires: [],
      irreversible: isIrreversible(planned),
      also: [],
      source: sourceOf(decidedAt(declaration, fields)),
      ...planned,
    },
  };
}

/** An archived attribute stays archived, and so does an archived option. */
export function isIrreversible(change: Pick<Change, 'action' | 'fields'>): boolean {
  return change.action === 'archive' || droppedOptions(change) > 0;
}
