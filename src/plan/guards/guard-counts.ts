import { kindOf } from '../../kinds/index.ts';
import { type Change, isMembership } from '../../types/change.ts';
import type { KindGuards } from '../../types/kind/guards.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';

/** What changes come to, verb by verb. */
export type GuardCounts = Readonly<Record<GuardVerb, number>>;

/** How often one change counts for a verb (design 6.4). It may count for several. */
export function guardCount(change: Change, verb: GuardVerb): number {
  return countAs(change, verb, kindOf(change.kind)?.guards);
}

/** The same for all verbs. */
export function guardCountsOf(change: Change): GuardCounts {
  const own = kindOf(change.kind)?.guards;
  const counts = noCounts();
  for (const verb of GUARD_VERBS) counts[verb] = countAs(change, verb, own);
  return counts;
}

/** What a change is by its action, whatever its kind says beside it. */
function countAs(change: Change, verb: GuardVerb, own: KindGuards | undefined): number {
  return OF_EVERY_KIND[verb]?.(change) || (own?.[verb]?.(change) ?? 0);
}

/** Rows that are left out, which `skip` counts, are no changes: they are counted where they are read. */
const OF_EVERY_KIND: KindGuards = {
  archive: ({ action }) => (action === 'archive' ? 1 : 0),
  merge: ({ action }) => (action === 'merge' ? 1 : 0),
  convert: ({ action }) => (action === 'convert' ? 1 : 0),
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
    resubscribe: 0,
    skip: 0,
    rekey: 0,
    detach: 0,
    create: 0,
    update: 0,
  };
}
