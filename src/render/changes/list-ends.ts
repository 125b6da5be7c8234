import type { Change } from '../../types/change.ts';
import type { Stream } from '../../types/stream.ts';

/** Entries that are held at either end of a list: more than a comment has room for. */
const HEAD = 2048;
const TAIL = 2560;

/** The entries at both ends of a list, by their place in it, and all entries of a short list. A comment leaves out the middle. */
export class ListEnds<T = Change> {
  readonly length: number;
  readonly #held = new Map<number, T>();

  constructor(length: number) {
    this.length = length;
  }

  put(place: number, entry: T): void {
    if (place < HEAD || place >= this.length - TAIL) this.#held.set(place, entry);
  }

  at(place: number): T | undefined {
    return this.#held.get(place);
  }
}

/** In their order. */
export function endsOf<T>(list: Stream<T>): ListEnds<T> {
  const ends = new ListEnds<T>(list.length);
  let place = 0;
  for (const entry of list) ends.put(place++, entry);
  return ends;
}
