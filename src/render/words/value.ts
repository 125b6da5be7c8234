import { isAttributePath } from '../../types/attribute-path.ts';
import type { Json } from '../../types/json.ts';
import { shortenMiddle } from '../terminal/width.ts';
import { inert } from './inert.ts';

/** 1 March 1973: smaller integers of a custom attribute that ends in `_at` are no dates. */
const EARLIEST_CUSTOM_SECONDS = 1e8;
/** The last second that a Date can hold. */
const LATEST_SECONDS = 8.64e12;

/**
 * One value in a row, at most `room` columns: strings bare where nothing can be mistaken, quoted otherwise; Unix seconds of
 * `*_at` fields as ISO dates; `(none)` for null.
 */
export function showValue(path: string, value: Json, room: number): string {
  return shortenMiddle(wholeValue(path, value), Math.max(8, room));
}

/** The value after a change, in which null means that the field is cleared. */
export function showAfter(path: string, value: Json, room: number): string {
  return value === null ? '(cleared)' : showValue(path, value, room);
}

/** Whether `showValue` shows the whole value in this room. */
export function isValueWhole(path: string, value: Json, room: number): boolean {
  const plain = wholeValue(path, value);
  return shortenMiddle(plain, Math.max(8, room)) === plain;
}

/** The value however long it is. */
export function wholeValue(path: string, value: Json): string {
  if (value === null) return '(none)';
  if (typeof value === 'string') return showString(value);
  if (typeof value === 'number') return isDate(path, value) ? isoSeconds(value) : String(value);
  if (typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    return value.length === 0 ? '(empty list)' : value.map((one) => wholeValue(path, one)).join(', ');
  }
  return inert(JSON.stringify(value));
}

/** Quoted where it would look like a number or a boolean, like a part of the row around it, or like nothing at all. */
export function showString(text: string): string {
  const safe = inert(text);
  const plain =
    safe === text &&
    /^[^\s"'(].*$/u.test(text) &&
    !/\s$|^(?:true|false|null|-?[\d.][\d.eE+-]*)$|→/u.test(text);
  return plain ? text : `"${safe.replaceAll('"', '\\"')}"`;
}

function isDate(path: string, value: number): boolean {
  if (!path.endsWith('_at') || !Number.isInteger(value) || Math.abs(value) > LATEST_SECONDS) return false;
  return !isAttributePath(path) || value >= EARLIEST_CUSTOM_SECONDS;
}

/** `2024-01-15T09:30:00Z` from Unix seconds. */
function isoSeconds(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}
