import type { Changes } from '../../types/plan.ts';
import { Growing } from '../changes/growing.ts';
import { ListEnds } from '../changes/list-ends.ts';
import { SomeChanges } from '../changes/some-changes.ts';
import { GRAVE_PLACES, reasonOf } from '../view/grave.ts';
import type { PlanView } from '../view/plan-view.ts';

/** Destructive changes as a comment lists them; of many only the ends of each list. */
export interface GraveEnds {
  /** Where they are a table: the merges, first those that somebody should look at. */
  readonly merges: ListEnds;
  /** Whether all merges have one reason. */
  readonly hasOneReason: boolean;
  /** All others. */
  readonly apart: ListEnds;
  /** The same under the reasons that they have in common, in the order of the first of each. */
  readonly byReason: ListEnds;
  /** Whether a reason begins at a place of that list. */
  begins(place: number): boolean;
  /** All others, to be gone through. */
  readonly others: Changes;
}

/** Different reasons that are told apart; those of later changes are said for each of them. */
const MOST_REASONS = 10_000;
const LISTED = GRAVE_PLACES.indexOf('listed');

/** Goes through them twice: to count what stands before what, and to put each into its place. */
export function graveEnds(changes: Changes, placeOf: PlanView['placeOf']): GraveEnds {
  const sorts = new Growing(Uint8Array);
  const reasons = new Reasons();
  const counts = [0, 0, 0];
  let mergeReason: string | undefined;
  let hasOneReason = true;
  for (const change of changes) {
    const sort = GRAVE_PLACES.indexOf(placeOf(change));
    sorts.push(sort);
    counts[sort] = (counts[sort] ?? 0) + 1;
    const reason = reasonOf(change);
    if (sort === LISTED) {
      reasons.take(reason);
      continue;
    }
    mergeReason ??= reason;
    hasOneReason &&= reason === mergeReason;
  }
  const [doubtful = 0, others = 0] = counts;
  const merges = new ListEnds(doubtful + others);
  const apart = new ListEnds(changes.length - merges.length);
  const byReason = new ListEnds(apart.length);
  const byReasonAt = reasons.places();
  // By sort: the doubtful ones stand first.
  const next = [0, doubtful, 0];
  const place = (sort: number) => {
    const at = next[sort] ?? 0;
    next[sort] = at + 1;
    return at;
  };
  let index = 0;
  for (const change of changes) {
    const sort = sorts.at(index++);
    if (sort !== LISTED) merges.put(place(sort), change);
    else {
      const at = place(LISTED);
      apart.put(at, change);
      byReason.put(byReasonAt(at), change);
    }
  }
  return {
    merges,
    hasOneReason,
    apart,
    byReason,
    begins: (at) => reasons.begins(at),
    others: new SomeChanges(changes, apart.length, (at) => sorts.at(at) === LISTED),
  };
}

/** Numbers reasons in the order in which they come. */
class Reasons {
  readonly #ids = new Map<string, number>();
  readonly #idOf = new Growing(Uint32Array);
  readonly #counts: number[] = [];
  readonly #starts = new Set<number>();
  #sharedFrom = Number.POSITIVE_INFINITY;

  take(reason: string): void {
    let id = this.#ids.get(reason);
    if (id === undefined) {
      id = Math.min(this.#ids.size, MOST_REASONS);
      if (id < MOST_REASONS) this.#ids.set(reason, id);
    }
    this.#idOf.push(id);
    this.#counts[id] = (this.#counts[id] ?? 0) + 1;
  }

  /** The place of each that was taken, where they stand by reason; to be asked once for each, in order. */
  places(): (index: number) => number {
    const next: number[] = [];
    let place = 0;
    for (const [id, count] of this.#counts.entries()) {
      next.push(place);
      this.#starts.add(place);
      if (id === MOST_REASONS) this.#sharedFrom = place;
      place += count;
    }
    return (index) => {
      const id = this.#idOf.at(index);
      const at = next[id] ?? 0;
      next[id] = at + 1;
      return at;
    };
  }

  begins(place: number): boolean {
    return this.#starts.has(place) || place >= this.#sharedFrom;
  }
}
