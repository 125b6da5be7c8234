/** Values in their order that can be gone through as often as needed: an array, or an iterable that reads them from disk each time. */
export interface Stream<T> extends Iterable<T> {
  readonly length: number;
}

/** A stream that is made anew each time it is gone through; nothing is held. `walk` yields `length` values. */
export function streamOf<T>(length: number, walk: () => Iterator<T>): Stream<T> {
  return new Walked(length, walk);
}

class Walked<T> implements Stream<T> {
  readonly length: number;
  readonly #walk: () => Iterator<T>;

  constructor(length: number, walk: () => Iterator<T>) {
    this.length = length;
    this.#walk = walk;
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#walk();
  }

  /** For JSON.stringify, which writes a list only where it is an array. */
  toJSON(): readonly T[] {
    return [...this];
  }
}

/** The values mapped: an array of an array, else each time anew. */
export function mapped<T, R>(stream: Stream<T>, map: (value: T) => R): Stream<R> {
  return remade(stream, function* () {
    for (const value of stream) yield map(value);
  });
}

/** At most `most` values from the beginning. */
export function firstOf<T>(values: Iterable<T>, most: number): readonly T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length === most) break;
    first.push(value);
  }
  return first;
}

/** As many values as the stream has, made by `walk`: an array of an array, else each time anew. */
export function remade<R>(stream: Stream<unknown>, walk: () => Iterator<R>): Stream<R> {
  const made = streamOf(stream.length, walk);
  return Array.isArray(stream) ? [...made] : made;
}

/**
 * Some of the values, in order. `takes` tells from the place of a value in `from` whether it is selected; it must be true for
 * `length` of them.
 */
export function selected<T>(from: Iterable<T>, length: number, takes: (place: number) => boolean): Stream<T> {
  return streamOf(length, function* () {
    let left = length;
    if (left === 0) return;
    let place = 0;
    for (const value of from) {
      if (!takes(place++)) continue;
      yield value;
      left -= 1;
      if (left === 0) return;
    }
  });
}
