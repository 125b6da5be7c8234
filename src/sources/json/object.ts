import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { SourceRow } from '../source-row.ts';

/** The value where it is an object; an empty one otherwise. */
export function objectOrEmpty(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The value under a literal key, else along a dotted path. */
export function valueAt(values: JsonObject, column: string): Json | undefined {
  if (Object.hasOwn(values, column)) return values[column];
  let at: Json | undefined = values;
  for (const key of column.split('.')) at = isJsonObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  return at;
}

/** A row of JSON; one that is no object is broken. */
export function objectRow(value: Json, row: number, line: number): SourceRow {
  if (isJsonObject(value)) return { row, line, object: value };
  return {
    row,
    line,
    raw: { object: { value } },
    fault: {
      code: 'bad-row',
      summary: 'a row is no object',
      detail: `this is ${Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, 60)}`,
      help: 'write every row as { "column": value, … }',
    },
  };
}
