import type { Addition } from './new-contacts.ts';
import { byKey, type NewItem } from './new-item.ts';
import { PULLED_SETS } from './pulled-sets.ts';

/** A row of a data file to be: a live contact's, or one that stays as it is. */
export type Row = Addition | NewItem;

/**
 * The rows of a set after those of another, each by key, in batches of one set. Rows whose keys differ by case alone are in one batch,
 * since they may be one person. A row that stays gives way to that of a contact with its key.
 */
export function* rowBatches(
  additions: Iterable<Addition>,
  kept: readonly NewItem[],
  size: number,
): Generator<readonly Row[]> {
  let batch: Row[] = [];
  let last: Row | undefined;
  for (const row of merged(additions, kept)) {
    const isSameSet = last?.set === row.set;
    if (isSameSet && last?.key === row.key && isChosen(last) && !('found' in row)) continue;
    const belongs = isSameSet && last?.key.toLowerCase() === row.key.toLowerCase();
    if (batch.length > 0 && (!isSameSet || (batch.length >= size && !belongs))) {
      yield batch;
      batch = [];
    }
    batch.push(row);
    last = row;
  }
  if (batch.length > 0) yield batch;
}

function isChosen(row: Row): boolean {
  return 'found' in row && row.chosen;
}

/** Both in order; of equals the live contact stands first. */
function* merged(additions: Iterable<Addition>, kept: readonly NewItem[]): Generator<Row> {
  const waiting = [...kept].sort(bySet);
  let next = 0;
  for (const addition of additions) {
    for (let row = waiting[next]; row !== undefined && bySet(row, addition) < 0; row = waiting[++next])
      yield row;
    yield addition;
  }
  yield* waiting.slice(next);
}

function bySet(a: Row, b: Row): number {
  return PULLED_SETS.indexOf(a.set ?? '') - PULLED_SETS.indexOf(b.set ?? '') || byKey(a, b);
}
