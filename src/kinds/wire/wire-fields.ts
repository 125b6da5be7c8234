import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import { MalformedAnswer } from '../../types/wire-call.ts';

// Missing and extra keys are normal across versions (intercom 4.1, 8.44): absent reads as null, unknown keys stay. Only what
// nothing can be done without, such as an id, makes an answer malformed.

/** The row as an object; `what` names it in the error: `a tag`. */
export function objectOf(value: Json | undefined, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new MalformedAnswer(`${what} is not an object`);
}

/** Ids are strings on the wire; a number is read as its digits. */
export function idOf(row: JsonObject, what: string): string {
  const id = scalarText(row['id']);
  if (id === undefined || id === '') throw new MalformedAnswer(`${what} has no id`);
  return id;
}

/** A text that every such row must have. Throws MalformedAnswer. */
export function requiredText(row: JsonObject, key: string): string {
  const text = scalarText(row[key]);
  if (text === undefined) throw new MalformedAnswer(`an entry has no ${key}`);
  return text;
}

/** A text, or a number as its digits. */
export function scalarText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? String(value) : undefined;
}
