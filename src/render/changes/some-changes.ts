import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/** Some changes of a plan in its order, read from it again each time they are gone through. */
export class SomeChanges implements Changes {
  readonly length: number;
  readonly #from: Iterable<Change>;
  readonly #takes: (index: number) => boolean;

  /** `takes` tells by the place of a change among all whether it is one of the `length`. */
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

/** Every change as something else has it, each time anew. */
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
