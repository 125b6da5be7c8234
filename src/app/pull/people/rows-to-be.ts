import { byKey } from '../../../kinds/pulled/items.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import type { Addition } from './new-contacts.ts';
import { PULLED_SETS } from './pulled-sets.ts';

/** A row of a new data file: a live contact, or a row that is kept. */
/** The rows of all sets in order, each set sorted by key. A kept row is dropped where a selected contact has the same key. */
export type RowToBe = Addition | NewItem;

export function* rowsToBe(additions: Iterable<Addition>, kept: Iterable<NewItem>): Generator<RowToBe> {
  let last: RowToBe | undefined;
  for (const row of merged(additions, kept)) {
    const isTaken = last?.set === row.set && last?.key === row.key && isChosen(last);
    if (isTaken && !('found' in row)) continue;
    yield row;
    last = row;
  }
}

function isChosen(row: RowToBe | undefined): boolean {
  return row !== undefined && 'found' in row && row.chosen;
}

/** Merges two sorted lists; with equal keys the live contact comes first. */
function* merged(additions: Iterable<Addition>, kept: Iterable<NewItem>): Generator<RowToBe> {
  const waiting = kept[Symbol.iterator]();
  let next = waiting.next();
  for (const addition of additions) {
    for (; next.done !== true && bySet(next.value, addition) < 0; next = waiting.next()) yield next.value;
    yield addition;
  }
  for (; next.done !== true; next = waiting.next()) yield next.value;
}

function bySet(a: RowToBe, b: RowToBe): number {
  return PULLED_SETS.indexOf(a.set ?? '') - PULLED_SETS.indexOf(b.set ?? '') || byKey(a, b);
}
