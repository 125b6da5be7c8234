import { posix } from 'node:path';
import type { Cells } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Json, JsonObject } from '../types/json.ts';
import type { Place } from '../types/place.ts';
import { objectOrEmpty } from './json/object.ts';
import type { SourceContext } from './source-context.ts';

/** Milliseconds of the units of `expect.max_age`. */
const UNITS: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86400e3, w: 7 * 86400e3 };
/** How many repeated values of `expect.unique` are named. */
const namedRepeats = 5;
/** How many rows of each. */
const namedRows = 5;

/** Whether a file is older than `expect.max_age`, with a finding. */
export async function isTooOld(file: string, source: JsonObject, context: SourceContext): Promise<boolean> {
  const limit = objectOrEmpty(source['expect'])['max_age'];
  const { now, files, report, placeOf } = context;
  if (typeof limit !== 'string' || now === undefined) return false;
  const [, count = '', unit = ''] = /^(\d+)([mhdw])$/.exec(limit) ?? [];
  const modified = await files.modified?.(posix.join(context.folder, file));
  if (modified === undefined) return false;
  const age = now() - modified;
  if (age <= Number(count) * (UNITS[unit] ?? 0)) return false;
  report({
    code: 'source-too-old',
    severity: 'error',
    summary: `${file} is older than ${limit}`,
    detail: `it was written ${new Date(modified).toISOString()}`,
    help: 'export it again, or raise expect.max_age',
    ...placeOf(['expect', 'max_age']),
  });
  return true;
}

/**
 * Reports a file with fewer rows than `expect.min_rows`; `rows` counts all rows of the file, also those that `where` leaves
 * out.
 */
export function checkRowCount(file: string, rows: number, source: JsonObject, context: SourceContext): void {
  const least = objectOrEmpty(source['expect'])['min_rows'];
  if (typeof least !== 'number' || rows >= least) return;
  context.report({
    code: 'too-few-rows',
    severity: 'error',
    summary: `${file} holds ${rows} rows; at least ${least} are expected`,
    help: 'check that the export is complete, or lower expect.min_rows',
    ...context.placeOf(['expect', 'min_rows']),
  });
}

/** `expect.require`: the fields that every row has. */
export function requiredFields(source: JsonObject): readonly string[] {
  const fields = objectOrEmpty(source['expect'])['require'];
  return Array.isArray(fields) ? fields.map(String) : [];
}

/** A finding for each required field that the row lacks. A field with a bad cell is not missing: it has a finding of its own. */
export function missingFields(
  required: readonly string[],
  { cells, faulty }: { readonly cells: Cells; readonly faulty: readonly string[] },
  place: Place,
): readonly Diagnostic[] {
  return required
    .filter((field) => isEmpty(cells.get(field)?.value) && !faulty.includes(field))
    .map((field) => ({
      code: 'required-field',
      severity: 'error',
      summary: `a row has no ${field}, which every row is expected to have`,
      help: 'fill it in, or take the field out of expect.require',
      ...place,
    }));
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : typeof value === 'string' && value.trim() === '';
}

/** `expect.unique`: remembers the values of these fields and says at the end which repeat. */
export class UniqueFields {
  readonly #fields: ReadonlyMap<string, { seen: Map<string, number>; repeats: Map<string, number[]> }>;

  constructor(source: JsonObject) {
    const fields = objectOrEmpty(source['expect'])['unique'];
    const names = Array.isArray(fields) ? fields.map(String) : [];
    this.#fields = new Map(names.map((name) => [name, { seen: new Map(), repeats: new Map() }]));
  }

  get asked(): boolean {
    return this.#fields.size > 0;
  }

  add(fieldValue: (field: string) => Json | undefined, place: Place): void {
    const row = place.row ?? 0;
    for (const [field, { seen, repeats }] of this.#fields) {
      const value = fieldValue(field);
      if (value === undefined || value === null) continue;
      const key = field === 'email' ? String(value).trim().toLowerCase() : String(value).trim();
      const first = seen.get(key);
      if (first === undefined) seen.set(key, row);
      else {
        const rows = repeats.get(key);
        if (rows === undefined) repeats.set(key, [first, row]);
        // One more than is named shows that there are more.
        else if (rows.length <= namedRows) rows.push(row);
      }
    }
  }

  check(file: string, { report, placeOf }: SourceContext): void {
    for (const [field, { repeats }] of this.#fields) {
      if (repeats.size === 0) continue;
      const named = [...repeats].slice(0, namedRepeats).map(([value, rows]) => {
        return `${JSON.stringify(value)} in rows ${rows.slice(0, namedRows).join(', ')}${rows.length > namedRows ? ', …' : ''}`;
      });
      const more = repeats.size > namedRepeats ? ` and ${repeats.size - namedRepeats} more` : '';
      report({
        code: 'not-unique',
        severity: 'error',
        summary: `${field} is not unique in ${file}`,
        detail: `${named.join('; ')}${more}`,
        help: 'take the repeated rows out, or the field out of expect.unique',
        ...placeOf(['expect', 'unique']),
      });
    }
  }
}
