import { setOf } from '../../kinds/declared/sets.ts';
import type { Change } from '../../types/change.ts';
import { GUARD_VERBS, type GuardVerb } from '../../types/plan.ts';
import type { GuardLimits, ScopedGuards } from '../../types/project.ts';
import { type GuardCounts, guardCountsOf, noCounts } from './guard-counts.ts';

/** Memberships taken off, by the contact set that takes them off (`context.set`); undefined where no set does. */
export type Detached = ReadonlyMap<string | undefined, number>;

/** A contact set or a team with limits of its own. */
export interface Scope {
  readonly of: 'sets' | 'owners';
  readonly name: string;
  readonly limits: GuardLimits;
}

/** A scope with what its changes count. */
export interface ScopeTally extends Scope {
  readonly counts: GuardCounts;
  /** As for the whole plan. For a contact set, only the memberships that this set itself takes off. */
  readonly detached: Detached;
}

interface Taken extends Scope {
  readonly counts: Record<GuardVerb, number>;
  readonly detached: Map<string | undefined, number>;
}

/**
 * Counts everything that guards need in one pass over the changes, and keeps only numbers.
 *
 *     a change counts for   the plan
 *                           every contact set of its addresses, and its `context.set`
 *                           every team of its `context.owners`
 */
export class GuardTally {
  readonly #counts = noCounts();
  readonly #detached = new Map<string | undefined, number>();
  readonly #sets: readonly Taken[];
  readonly #owners: readonly Taken[];
  /** How many changes count for the same verbs. The key has one bit for each verb, in the order of GUARD_VERBS. */
  readonly #kinds = new Map<number, number>();

  constructor(scoped?: ScopedGuards) {
    this.#sets = scopes('sets', scoped);
    this.#owners = scopes('owners', scoped);
  }

  take(change: Change): void {
    const counts = guardCountsOf(change);
    let bits = 0;
    for (const [index, verb] of GUARD_VERBS.entries()) if (counts[verb] > 0) bits |= 1 << index;
    if (bits === 0) return;
    const set = change.context?.set;
    this.#kinds.set(bits, (this.#kinds.get(bits) ?? 0) + 1);
    addTo(this.#counts, counts);
    addDetached(this.#detached, set, counts.detach);
    if (this.#sets.length > 0) {
      const own = setsOf(change);
      for (const scope of this.#sets) {
        if (!own.has(scope.name)) continue;
        addTo(scope.counts, counts);
        if (set === scope.name) addDetached(scope.detached, set, counts.detach);
      }
    }
    for (const scope of this.#owners) {
      if (change.context?.owners?.includes(scope.name) !== true) continue;
      addTo(scope.counts, counts);
      addDetached(scope.detached, set, counts.detach);
    }
  }

  get counts(): GuardCounts {
    return this.#counts;
  }

  get detached(): Detached {
    return this.#detached;
  }

  /** Contact sets first, then teams, as the project file lists them. */
  get scopes(): readonly ScopeTally[] {
    return [...this.#sets, ...this.#owners];
  }

  /** How many changes count for at least one of these verbs. */
  with(verbs: readonly GuardVerb[]): number {
    const asked = verbs.reduce((bits, verb) => bits | (1 << GUARD_VERBS.indexOf(verb)), 0);
    let found = 0;
    for (const [bits, count] of this.#kinds) if ((bits & asked) !== 0) found += count;
    return found;
  }
}

/** Counts changes that are at hand all together. */
export function tallyGuards(changes: Iterable<Change>, scoped?: ScopedGuards): GuardTally {
  const tally = new GuardTally(scoped);
  for (const change of changes) tally.take(change);
  return tally;
}

function scopes(of: Scope['of'], scoped: ScopedGuards | undefined): readonly Taken[] {
  return [...(scoped?.[of] ?? [])].map(([name, limits]) => ({
    of,
    name,
    limits,
    counts: noCounts(),
    detached: new Map(),
  }));
}

function setsOf({ address, also, context }: Change): ReadonlySet<string> {
  const sets = new Set<string>();
  if (context?.set !== undefined) sets.add(context.set);
  for (const one of [address, ...also]) {
    const set = setOf(one);
    if (set !== undefined) sets.add(set);
  }
  return sets;
}

function addTo(sum: Record<GuardVerb, number>, counts: GuardCounts): void {
  for (const verb of GUARD_VERBS) sum[verb] += counts[verb];
}

function addDetached(sums: Map<string | undefined, number>, set: string | undefined, count: number): void {
  if (count > 0) sums.set(set, (sums.get(set) ?? 0) + count);
}
