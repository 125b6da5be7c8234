import { kindOf } from '../../kinds/index.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { KindGuards } from '../../types/kind/guards.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';

/** How much changes count for each verb. */
export type GuardCounts = Readonly<Record<GuardVerb, number>>;

/** How much one change counts for a verb (design 6.4). A change may count for several verbs. */
export function guardCount(change: Change, verb: GuardVerb): number {
  return countAs(change, verb, kindOf(change.kind)?.guards);
}

/** How much one change counts for each verb. */
export function guardCountsOf(change: Change): GuardCounts {
  const own = kindOf(change.kind)?.guards;
  const counts = noCounts();
  for (const verb of GUARD_VERBS) counts[verb] = countAs(change, verb, own);
  return counts;
}

/** The action decides; where it counts nothing, the kind may. */
function countAs(change: Change, verb: GuardVerb, own: KindGuards | undefined): number {
  return OF_EVERY_KIND[verb]?.(change) || (own?.[verb]?.(change) ?? 0);
}

/** `skip` is not here: it counts rows that were left out, which are no changes. */
const OF_EVERY_KIND: KindGuards = {
  archive: ({ action }) => (action === 'archive' ? 1 : 0),
  merge: ({ action }) => (action === 'merge' ? 1 : 0),
  convert: ({ action }) => (action === 'convert' ? 1 : 0),
  delete: ({ action }) => (action === 'delete' ? 1 : 0),
  detach: ({ fields }) =>
    Object.values(fields).reduce((sum, field) => sum + (isMembership(field) ? field.remove.length : 0), 0),
};

export function noCounts(): Record<GuardVerb, number> {
  return {
    archive: 0,
    merge: 0,
    convert: 0,
    drop_option: 0,
    retype: 0,
    delete: 0,
    resubscribe: 0,
    skip: 0,
    rekey: 0,
    detach: 0,
    create: 0,
    update: 0,
  };
}
