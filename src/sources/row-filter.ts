import type { Json, JsonObject } from '../types/json.ts';
import { objectOrEmpty } from './json/object.ts';

/** `where`: column → the texts that it may hold. */
export function wantedValues(source: JsonObject): ReadonlyMap<string, ReadonlySet<string>> {
  const where = Object.entries(objectOrEmpty(source['where']));
  return new Map(
    where.map(([column, values]) => [
      column,
      new Set((Array.isArray(values) ? values : [values]).map((value) => String(value).trim())),
    ]),
  );
}

/** How a cell compares with `where`. */
export function comparedText(value: Json | undefined): string {
  return value === null || value === undefined ? '' : String(value).trim();
}

/** `nulls`: the texts that count as blank besides the empty one. */
export function nullTexts(source: JsonObject): ReadonlySet<string> {
  const nulls = source['nulls'];
  return new Set(Array.isArray(nulls) ? nulls.map((text) => String(text).trim()) : []);
}
