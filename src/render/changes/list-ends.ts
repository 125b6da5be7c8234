import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/** Changes that are held at the beginning and at the end of a list: a comment has no room for as many. */
const HEAD = 2048;
const TAIL = 2560;

/** The two ends of a list of changes by their places in it, all of a short one: what is cut is cut out of the middle. */
export class ListEnds {
  readonly length: number;
  readonly #held = new Map<number, Change>();

  constructor(length: number) {
    this.length = length;
  }

  put(place: number, change: Change): void {
    if (place < HEAD || place >= this.length - TAIL) this.#held.set(place, change);
  }

  at(place: number): Change | undefined {
    return this.#held.get(place);
  }
}

/** In their order. */
export function endsOf(changes: Changes): ListEnds {
  const ends = new ListEnds(changes.length);
  let place = 0;
  for (const change of changes) ends.put(place++, change);
  return ends;
}
