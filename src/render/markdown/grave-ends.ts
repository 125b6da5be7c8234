import type { Changes } from '../../types/plan.ts';
import { selected } from '../../types/stream.ts';
import { Growing } from '../changes/growing.ts';
import { ListEnds } from '../changes/list-ends.ts';
import { GRAVE_PLACES, graveReason } from '../view/grave.ts';
import type { PlanView } from '../view/plan-view.ts';

/** Grave changes in the lists that a comment may show. Of a long list only the two ends are held. */
export interface GraveEnds {
  /** Merges in the order of their table, doubtful ones first; empty where they are listed with the others. */
  readonly merges: ListEnds;
  /** Whether all merges have one reason. */
  readonly hasOneReason: boolean;
  /** All others, in the order of the plan. */
  readonly apart: ListEnds;
  /** The same sorted by reason, reasons in the order in which they first occur. */
  readonly byReason: ListEnds;
  /** Whether the change at this place of `byReason` is the first with its reason. */
  begins(place: number): boolean;
  /** The same again, all of them: read from the plan when gone through. */
  readonly others: Changes;
}

/** Reasons that are told apart. Changes with any further reason stand at the end, and each repeats its reason. */
const MOST_REASONS = 10_000;
const LISTED = GRAVE_PLACES.indexOf('listed');

/** Goes through the changes twice: first to count, then to put each into its place. */
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
    const reason = graveReason(change);
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
  // The next free place for each of GRAVE_PLACES; the first two share the table.
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
    others: selected(changes, apart.length, (at) => sorts.at(at) === LISTED),
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

  /** From the order in which reasons were taken to places sorted by reason. To be called once for each, in order. */
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
