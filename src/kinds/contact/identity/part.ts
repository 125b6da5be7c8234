import type { Catalog } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import type { Planned } from '../../../types/kind.ts';
import { planPeople, type SettledPeople, settleConflicts, withoutChange } from '../comparing/diff.ts';
import type { TakingOff } from '../comparing/memberships.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { detachableIn, NOTHING_DETACHABLE } from '../pruning/exact.ts';
import { NOBODY_PRUNED, tagsOfFormerSets } from '../pruning/prune.ts';
import { resolveContacts } from './resolve.ts';
import type { Station } from './stations.ts';

/**
 * Decides who is who in a part of the people, which depends on no other part; publishes claims and merges. `between` is
 * called before conflicts with a later plan are reported.
 */
export function settlePart(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  { identity, conflicts, station }: SettleReports,
  between: () => void,
): SettledPeople {
  const resolved = resolveContacts(declared, catalog, identity, station);
  between();
  return settleConflicts(resolved, catalog, conflicts, station);
}

interface SettleReports {
  readonly identity: Report;
  readonly conflicts: Report;
  readonly station: Station;
}

/** When a change is planned: always, only where taking off is allowed as usual, or only where it is withheld. */
export type Condition = 'always' | 'usual' | 'withheld';

export interface Conditional {
  readonly planned: Planned;
  readonly when: Condition;
}

/**
 * Plans the people of a part before it is known whether anything may be taken off anybody: where that makes a difference, it
 * returns both plans. Collects in `later` the people that later versions declare, for the usual case.
 */
export function planPart(
  settled: SettledPeople,
  catalog: Catalog,
  later: Set<string>,
): readonly Conditional[] {
  const usual: TakingOff = {
    detachable: detachableIn(catalog),
    pruning: tagsOfFormerSets(catalog),
    later,
  };
  const withheld: TakingOff = { detachable: NOTHING_DETACHABLE, pruning: NOBODY_PRUNED, later: new Set() };
  const planned = planPeople(settled, catalog, usual);
  const rest = withoutChange(settled.resolved);
  const found: Conditional[] = [];
  const others = mayTakeOff(catalog) ? planPeople(settled, catalog, withheld) : planned;
  for (const [at, one] of planned.entries()) {
    const other = others[at] ?? one;
    if (one === other || JSON.stringify(one) === JSON.stringify(other))
      found.push({ planned: one, when: 'always' });
    else found.push({ planned: one, when: 'usual' }, { planned: other, when: 'withheld' });
  }
  for (const one of rest) found.push({ planned: one, when: 'always' });
  return found;
}

/** Whether any set may take something off a person whom it declares. */
function mayTakeOff({ sets, merges, unitedTags }: Catalog): boolean {
  if (unitedTags.size > 0) return true;
  const bringing = merges[Symbol.iterator]().next().done === false;
  return sets.some(
    ({ exact, prune }) => exact || (prune !== undefined && (bringing || prune.ownerTagWas.length > 0)),
  );
}
