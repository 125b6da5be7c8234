import { invalidCursor } from '../errors.ts';
import type { Position } from './order.ts';

/** Where the next page starts, and its number. */
export interface Cursor extends Position {
  readonly page: number;
}

/** base64 of `[sort value, last id, next page]` (intercom 4.5). */
export function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.value, cursor.id, cursor.page])).toString('base64');
}

/** @throws ApiError 400 `client_error` for anything that was not a cursor (intercom 11.3). */
export function readCursor(text: unknown): Cursor {
  if (typeof text !== 'string') throw invalidCursor();
  const parsed = parse(Buffer.from(text, 'base64').toString('utf8'));
  if (!Array.isArray(parsed) || parsed.length !== 3) throw invalidCursor();
  const [value, id, page]: unknown[] = parsed;
  if (typeof value !== 'string' && typeof value !== 'number') throw invalidCursor();
  if (typeof id !== 'string' || typeof page !== 'number' || !Number.isInteger(page) || page < 1)
    throw invalidCursor();
  return { value, id, page };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidCursor();
  }
}
