import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/** A selection of a plan's changes, in order. Nothing is held: the plan is read again each time they are gone through. */
export class SomeChanges implements Changes {
  readonly length: number;
  readonly #from: Iterable<Change>;
  readonly #takes: (index: number) => boolean;

  /** `takes` tells from the place of a change in `from` whether it is selected; it must be true for `length` of them. */
  constructor(from: Iterable<Change>, length: number, takes: (index: number) => boolean) {
    this.length = length;
    this.#from = from;
    this.#takes = takes;
  }

  *[Symbol.iterator](): Generator<Change, void, undefined> {
    let left = this.length;
    if (left === 0) return;
    let index = 0;
    for (const change of this.#from) {
      if (!this.#takes(index++)) continue;
      yield change;
      left -= 1;
      if (left === 0) return;
    }
  }
}

/** Changes that are mapped each time they are gone through; none is held. */
export class MappedChanges implements Changes {
  readonly #from: Changes;
  readonly #map: (change: Change) => Change;

  constructor(from: Changes, map: (change: Change) => Change) {
    this.#from = from;
    this.#map = map;
  }

  get length(): number {
    return this.#from.length;
  }

  *[Symbol.iterator](): Generator<Change, void, undefined> {
    for (const change of this.#from) yield this.#map(change);
  }

  /** For JSON.stringify, which writes a list only where it is an array. */
  toJSON(): readonly Change[] {
    return [...this];
  }
}
