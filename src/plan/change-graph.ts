import { isOfPairs, isOfSets } from '../kinds/declared/sets.ts';
import type { Change } from '../types/change.ts';
import { Numbers } from '../types/numbers.ts';
import { Answers, requiredBy } from '../types/requirement-graph.ts';

/** Changes by their place among those of the plan, from 0: 1 for one that is in. */
export type Places = Uint8Array;

/** What a closure reached. */
export interface Reached {
  readonly places: Places;
  /** Places in the order in which they were reached. */
  readonly order: Uint32Array;
}

const MERGE = 1;
const AFTER_MERGES = 2;

/**
 * Who requires whom among the changes of a plan, by place: some bytes a change and a requirement. Required addresses are those
 * of changes, and those in their `also`.
 */
export class ChangeGraph {
  readonly length: number;
  readonly #flags: Numbers;
  readonly #required: Lists;
  readonly #dependents: Lists;

  /** Goes through the changes twice. */
  constructor(changes: Iterable<Change>) {
    const required = requiredBy(changes);
    const answers = new Answers(required);
    const flags = new Numbers();
    const from = new Numbers();
    const to = new Numbers();
    let edges = 0;
    let place = 0;
    for (const change of changes) {
      flags.set(place, (isOfPairs(change.kind) ? MERGE : 0) | (isAfterMerges(change) ? AFTER_MERGES : 0));
      answers.take(change, place);
      for (const address of change.requires) {
        from.set(edges, place);
        to.set(edges++, required.find(address));
      }
      place += 1;
    }
    this.length = place;
    this.#flags = flags;
    const target = (edge: number) => answers.of(to.get(edge));
    this.#required = new Lists(edges, place, (edge) => from.get(edge), target);
    this.#dependents = new Lists(edges, place, target, (edge) => from.get(edge));
  }

  /** The places of what a change requires, in its order. */
  requiredBy(place: number): Iterable<number> {
    return this.#required.of(place);
  }

  /** The places of those that require a change, in the order of the plan. */
  dependentsOf(place: number): Iterable<number> {
    return this.#dependents.of(place);
  }

  isMerge(place: number): boolean {
    return (this.#flags.get(place) & MERGE) !== 0;
  }

  /**
   * The changes and, transitively, what they require. A person is planned as it is after the merges into it, so those belong to
   * its change even where they come after it.
   */
  withRequired(start: Places): Reached {
    return this.#closure(start, (place, reach) => {
      for (const other of this.#required.of(place)) reach(other);
      if (!this.#isAfterMerges(place)) return;
      for (const other of this.#dependents.of(place)) if (this.isMerge(other)) reach(other);
    });
  }

  /** The changes and, transitively, what requires them; with a merge goes the change of the person that it goes into. */
  withDependents(start: Places): Reached {
    return this.#closure(start, (place, reach) => {
      for (const other of this.#dependents.of(place)) reach(other);
      if (!this.isMerge(place)) return;
      for (const other of this.#required.of(place)) if (this.#isAfterMerges(other)) reach(other);
    });
  }

  #isAfterMerges(place: number): boolean {
    return (this.#flags.get(place) & AFTER_MERGES) !== 0;
  }

  #closure(start: Places, next: (place: number, reach: (other: number) => void) => void): Reached {
    const places = Uint8Array.from(start);
    const order = new Uint32Array(this.length);
    let length = 0;
    for (let place = 0; place < this.length; place++) if (places[place] === 1) order[length++] = place;
    const reach = (other: number) => {
      if (places[other] === 1) return;
      places[other] = 1;
      order[length++] = other;
    };
    for (let at = 0; at < length; at++) next(order[at] ?? 0, reach);
    return { places, order: order.subarray(0, length) };
  }
}

/** Somebody new holds nothing that a merge could change. */
function isAfterMerges({ kind, action }: Change): boolean {
  return isOfSets(kind) && (action === 'update' || action === 'convert');
}

/** Lists of numbers, one for each owner, in one column. */
class Lists {
  /** Where the list of an owner ends; the one before ends where it begins. */
  readonly #ends: Uint32Array;
  readonly #members: Uint32Array;

  /** Entries whose owner or member is -1 are passed over. */
  constructor(
    entries: number,
    owners: number,
    ownerOf: (entry: number) => number,
    memberOf: (entry: number) => number,
  ) {
    const counts = new Uint32Array(entries === 0 ? 0 : owners + 1);
    const isIn = (entry: number) => ownerOf(entry) !== -1 && memberOf(entry) !== -1;
    for (let entry = 0; entry < entries; entry++) {
      const after = ownerOf(entry) + 1;
      if (isIn(entry)) counts[after] = (counts[after] ?? 0) + 1;
    }
    for (let owner = 1; owner < counts.length; owner++)
      counts[owner] = (counts[owner] ?? 0) + (counts[owner - 1] ?? 0);
    this.#members = new Uint32Array(counts.at(-1) ?? 0);
    // What begins a list moves to its end as it is filled.
    for (let entry = 0; entry < entries; entry++) {
      if (!isIn(entry)) continue;
      const owner = ownerOf(entry);
      const at = counts[owner] ?? 0;
      this.#members[at] = memberOf(entry);
      counts[owner] = at + 1;
    }
    this.#ends = counts;
  }

  of(owner: number): Iterable<number> {
    if (this.#members.length === 0) return [];
    return this.#members.subarray(this.#ends[owner - 1] ?? 0, this.#ends[owner] ?? 0);
  }
}
