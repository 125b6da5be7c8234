import { isOfPairs, isOfSets } from '../kinds/declared/sets.ts';
import type { Change } from '../types/change.ts';
import { Numbers } from '../types/numbers.ts';
import { Answers, requiredBy } from '../types/requirement-graph.ts';

/** A subset of the changes of a plan: one byte for each position in the plan (from 0), 1 where that change is in the subset. */
export type Places = Uint8Array;

/** The result of following requirements from a subset of the changes. */
export interface Reached {
  readonly places: Places;
  /** The same changes as positions, in the order in which they were reached. */
  readonly order: Uint32Array;
}

const MERGE = 1;
const AFTER_MERGES = 2;

/**
 * Which changes of a plan require which others, by position. Takes a few bytes for each change and each requirement. A
 * requirement is an address: that of a change, or one in its `also`. Addresses that no change answers to are ignored.
 */
export class ChangeGraph {
  readonly length: number;
  readonly #flags: Numbers;
  readonly #required: Lists;
  readonly #dependents: Lists;

  /** Iterates over the changes twice. */
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

  /** Positions of the changes that this change requires, in the order of its `requires`. */
  requiredBy(place: number): Iterable<number> {
    return this.#required.of(place);
  }

  /** Positions of the changes that require this one, in plan order. */
  dependentsOf(place: number): Iterable<number> {
    return this.#dependents.of(place);
  }

  isMerge(place: number): boolean {
    return (this.#flags.get(place) & MERGE) !== 0;
  }

  /**
   * The changes and, transitively, what they require. The change of a contact is planned against its state after the merges
   * into it, so selecting that change selects those merges too, although they do not appear in its `requires`.
   */
  withRequired(start: Places): Reached {
    return this.#closure(start, (place, reach) => {
      for (const other of this.#required.of(place)) reach(other);
      if (!this.#isAfterMerges(place)) return;
      for (const other of this.#dependents.of(place)) if (this.isMerge(other)) reach(other);
    });
  }

  /** The changes and, transitively, what requires them. A merge also brings in the change of the contact that it merges into. */
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

/**
 * Whether the change is planned against the state after merges. A create is not: a new contact has no values that a merge would
 * keep.
 */
function isAfterMerges({ kind, action }: Change): boolean {
  return isOfSets(kind) && (action === 'update' || action === 'convert');
}

/** One list of numbers for each owner, all of them in one array. */
class Lists {
  /** End of each owner's list in `#members`; it begins where the list of the owner before it ends. */
  readonly #ends: Uint32Array;
  readonly #members: Uint32Array;

  /** Entries whose owner or member is -1 are ignored. */
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
    // `counts` holds the start of each list; filling the list moves it to the end.
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
