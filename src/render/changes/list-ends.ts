import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/** Changes that are held at either end of a list: more than a comment has room for. */
const HEAD = 2048;
const TAIL = 2560;

/** The changes at both ends of a list, by their place in it, and all changes of a short list. A comment leaves out the middle. */
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
