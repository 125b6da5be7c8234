/** How many values are held at once while ties are put in order. */
const heldValues = 2000;

export interface Ties<T> {
  /** True where only `compare` can tell which of the two comes first. */
  isTie(a: number, b: number): boolean;
  compare(a: T, b: T): number;
  /** The values of entries, one after the other. */
  read(entries: Uint32Array): Iterable<T>;
}

/**
 * Orders neighbours that are ties by `compare`, in place; equal ones keep their order. Parts are sorted first, then merged,
 * so that some thousand values are held at most, however many there are.
 */
export function orderTies<T>(entries: Uint32Array, ties: Ties<T>): void {
  for (let from = 0; from < entries.length; ) {
    let to = from + 1;
    while (to < entries.length && ties.isTie(entries[from] ?? 0, entries[to] ?? 0)) to++;
    if (to - from > 1) orderRun(entries.subarray(from, to), ties);
    from = to;
  }
}

interface Part<T> {
  readonly entries: Uint32Array;
  readonly first: T;
  readonly last: T;
}

function orderRun<T>(run: Uint32Array, ties: Ties<T>): void {
  const size = Math.max(heldValues, Math.ceil(Math.sqrt(run.length)));
  const parts: Part<T>[] = [];
  for (let from = 0; from < run.length; from += size) {
    parts.push(orderPart(run.subarray(from, from + size), ties));
  }
  const isOrdered = parts.every(({ first }, at) => {
    const before = parts[at - 1];
    return before === undefined || ties.compare(before.last, first) <= 0;
  });
  if (!isOrdered) run.set(merged(run.length, parts, ties));
}

function orderPart<T>(part: Uint32Array, { compare, read }: Ties<T>): Part<T> {
  const held = Array.from(read(part), (value, at) => ({ value, entry: part[at] ?? 0 }));
  held.sort((a, b) => compare(a.value, b.value));
  for (const [at, { entry }] of held.entries()) part[at] = entry;
  // A run holds two at least, a part of it one.
  const [first, last] = [held.at(0), held.at(-1)] as [Held<T>, Held<T>];
  return { entries: part, first: first.value, last: last.value };
}

interface Held<T> {
  readonly value: T;
  readonly entry: number;
}

/** The front of a part that is being merged. */
interface Head<T> {
  readonly part: number;
  readonly entries: Uint32Array;
  at: number;
  value: T;
}

function merged<T>(length: number, parts: readonly Part<T>[], { compare, read }: Ties<T>): Uint32Array {
  const heads: Head<T>[] = parts.map(({ entries, first }, part) => ({ part, entries, at: 0, value: first }));
  const before = (a: Head<T>, b: Head<T>) => (compare(a.value, b.value) || a.part - b.part) < 0;
  for (let at = heads.length >> 1; at >= 0; at--) sink(heads, at, before);
  const order = new Uint32Array(length);
  for (let to = 0; to < length; to++) {
    const [top] = heads;
    if (top === undefined) break;
    order[to] = top.entries[top.at++] ?? 0;
    if (top.at < top.entries.length) {
      for (const value of read(top.entries.subarray(top.at, top.at + 1))) top.value = value;
    } else {
      const last = heads.pop();
      if (last !== undefined && heads.length > 0) heads[0] = last;
    }
    sink(heads, 0, before);
  }
  return order;
}

/** Lets a head sink in the heap until none below stands before it. */
function sink<T>(heap: T[], from: number, before: (a: T, b: T) => boolean): void {
  for (let at = from; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2]) {
      const [one, other] = [heap[child], heap[least]];
      if (one !== undefined && other !== undefined && before(one, other)) least = child;
    }
    if (least === at) return;
    const [one, other] = [heap[at], heap[least]] as [T, T];
    heap[at] = other;
    heap[least] = one;
    at = least;
  }
}
