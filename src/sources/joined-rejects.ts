import { KeyIndex } from '../types/key-index.ts';
import type { MappedRow, RowLayout } from '../types/mapped-row.ts';
import { Numbers } from '../types/numbers.ts';

/** A rejected row, and why it was rejected. */
export interface Reject {
  readonly row: Pick<MappedRow, 'raw' | 'layout'>;
  readonly reasons: readonly string[];
}

/** Rejected rows by the reading of the file that they came from. They can be iterated repeatedly. */
export interface RejectReadings {
  /** How many rows of each reading were rejected, in the order of the readings' first rejects. */
  readonly counts: ReadonlyMap<RowLayout, number>;
  /** Those of one reading, as they came. */
  of(layout: RowLayout): Iterable<Reject>;
}

/** Reasons that are found after their row was handed on. */
export interface KeptReasons {
  /** `at`: the position of the row among the rejected ones, from 0. */
  add(at: number, reasons: readonly string[]): void;
  /** Ordered by position; the reasons of one row as they were added. */
  sorted(): Iterable<{ readonly at: number; readonly reasons: readonly string[] }>;
  /** Frees everything; nothing can be read any more. */
  close(): void;
}

export function keptInMemory(): KeptReasons {
  const kept: { readonly at: number; readonly reasons: readonly string[] }[] = [];
  return {
    add: (at, reasons) => void kept.push({ at, reasons }),
    sorted: () => kept.toSorted((a, b) => a.at - b.at),
    close() {},
  };
}

/**
 * Joins the rejects of several readings of one file, in the order of the readings. A row that several readings reject
 * appears once, with the reasons of all. Only a few numbers per row are held in memory.
 */
export function joinedRejects(
  layouts: readonly RowLayout[],
  { counts, of }: RejectReadings,
  keep: () => KeptReasons,
): { readonly count: number; rows(): Iterable<Reject> } {
  const [only, ...others] = layouts;
  if (only === undefined) return { count: 0, rows: () => [] };
  if (others.length === 0) return { count: counts.get(only) ?? 0, rows: () => of(only) };

  const keys = new KeyIndex();
  /** Of each key: the reading in which it came first, and the last of its rows there. */
  const readingOf = new Numbers();
  const rowOf = new Numbers();
  const kept = keep();
  let count = 0;
  for (const [reading, layout] of layouts.entries()) {
    for (const { row, reasons } of of(layout)) {
      const before = keys.size;
      const key = keys.add(JSON.stringify(row.raw));
      if (key < before && readingOf.get(key) < reading) kept.add(rowOf.get(key), reasons);
      else {
        readingOf.set(key, reading);
        rowOf.set(key, count++);
      }
    }
  }
  const isTwin = ({ row }: Reject, reading: number) =>
    reading > 0 && readingOf.get(keys.find(JSON.stringify(row.raw))) < reading;
  function* distinct(): Iterable<Reject> {
    for (const [reading, layout] of layouts.entries())
      for (const reject of of(layout)) if (!isTwin(reject, reading)) yield reject;
  }
  return { count, rows: () => withReasons(distinct(), kept) };
}

/** Rows with the reasons that were kept for them. */
export function* withReasons(rows: Iterable<Reject>, kept: Pick<KeptReasons, 'sorted'>): Iterable<Reject> {
  const found = kept.sorted()[Symbol.iterator]();
  let next = found.next();
  let at = 0;
  for (const { row, reasons } of rows) {
    const all = new Set(reasons);
    for (; !next.done && next.value.at === at; next = found.next())
      for (const reason of next.value.reasons) all.add(reason);
    yield { row, reasons: [...all] };
    at++;
  }
}
