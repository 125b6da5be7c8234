import { isJsonObject, type Json } from '../../types/json.ts';
import { ApiError, invalid } from '../errors.ts';
import type { FieldOf, SearchField } from './field.ts';
import type { SortedEntry } from './search-index.ts';

/** How a result is sorted; ties go by ascending id (intercom 4.5, 9.35). */
export interface Order<R> {
  readonly field: SearchField<R>;
  readonly descending: boolean;
}

/** A place in a sorted result. */
export type Position = Pick<SortedEntry<unknown>, 'value' | 'id'>;

/** Reads the `sort` of a search; without one it is last_request_at descending (intercom 4.6.1). */
export function readOrder<R>(sort: Json | undefined, fieldOf: FieldOf<R>): Order<R> {
  const given = isJsonObject(sort) ? sort : {};
  const { field: name = 'last_request_at', order = 'descending' } = given;
  if (order !== 'ascending' && order !== 'descending') {
    throw new ApiError({
      status: 400,
      code: 'invalid_sort_order',
      message: `Invalid sort order '${String(order)}'. Must be one of: ascending, descending`,
    });
  }
  const field = typeof name === 'string' ? fieldOf(name) : undefined;
  if (field === undefined) throw invalid(`Cannot sort by '${String(name)}'`);
  return { field, descending: order === 'descending' };
}

/** The records with their sort values, in order. */
export function sortEntries<R extends { readonly id: string }>(
  records: readonly R[],
  order: Order<R>,
): SortedEntry<R>[] {
  const entries = records.map((record) => ({ value: sortValue(record, order.field), id: record.id, record }));
  return entries.sort((a, b) => comparePositions(a, b, order));
}

/** Index of the first entry after this place, whether or not the entry at that place still exists. */
export function firstAfter<R>(
  entries: readonly SortedEntry<R>[],
  position: Position,
  order: Order<R>,
): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && comparePositions(entry, position, order) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function comparePositions<R>(a: Position, b: Position, order: Order<R>): number {
  const byValue = compareValues(a.value, b.value);
  if (byValue !== 0) return order.descending ? -byValue : byValue;
  if (a.id === b.id) return 0;
  return a.id < b.id ? -1 : 1;
}

/** Numbers before strings, so that records without a value (-1) come first when ascending. */
function compareValues(a: string | number, b: string | number): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Milliseconds for dates, -1 where there is no value (intercom 11.3). */
function sortValue<R>(record: R, field: SearchField<R>): string | number {
  const value = field.read(record)[0];
  if (value === undefined) return -1;
  if (typeof value === 'boolean') return Number(value);
  return field.type === 'date' ? Number(value) * 1000 : value;
}
