import { type DateFormat, dateFormat } from '../../types/date-format.ts';
import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import { nearest } from '../../types/nearest.ts';
import type { Place } from '../../types/place.ts';
import { isTimezone } from '../../types/time-zone.ts';
import { objectOrEmpty } from '../json/object.ts';
import type { SourceContext } from '../source-context.ts';
import { SourceProblem } from '../source-problem.ts';

/** A text, or a pattern between slashes, and its replacement. */
interface Replacement {
  readonly from: string;
  readonly to: string;
}

/** Which columns a field comes from and what is done with their cells. */
export interface ColumnSpec {
  readonly field: string;
  /** Alternatives: the first that is not blank is taken; several columns of one alternative are joined by a space. */
  readonly columns: readonly (readonly string[])[];
  /** True for the columns of a preset, which the file may lack. */
  readonly optional: boolean;
  readonly place: Place;
  readonly split: string | undefined;
  readonly date: DateFormat | undefined;
  /** Appended to instants that name no offset. */
  readonly zone: 'Z' | undefined;
  /** IANA name of the zone of instants without an offset, and of the midnight that a date without a time means. */
  readonly timezone: string | undefined;
  readonly country: string | undefined;
  readonly countryColumn: string | undefined;
  readonly decimal: ',' | '.' | undefined;
  /** True for `as: text`: an id is taken as written, even if it looks like a number that a spreadsheet made. */
  readonly asText: boolean;
  /** What `strip` and `replace` do to a cell before it is read, in this order. */
  readonly replace: readonly Replacement[];
  /** By the trimmed cell; in lower case with `ignoreCase`. */
  readonly values: ReadonlyMap<string, Json> | undefined;
  readonly ignoreCase: boolean;
  readonly other: 'error' | 'keep' | 'ignore';
  readonly blank: 'ignore' | 'clear' | undefined;
  /** The value of the field wherever the columns hold anything at all. */
  readonly presentMeans: Json | undefined;
  /** True where a value that cannot be used is left out and counted, instead of making the row bad. */
  readonly lenient: boolean;
}

/** How a preset fills one field. */
export interface PresetColumn
  extends Partial<Pick<ColumnSpec, 'split' | 'zone' | 'countryColumn' | 'other' | 'presentMeans'>> {
  /** Alternatives; the first that the row has a value for is taken. */
  readonly columns: readonly (readonly string[])[];
  readonly values?: Readonly<Record<string, Json>>;
}

/**
 * The columns that the source declares, above those of its preset. Undefined where there are neither: then each column is
 * mapped to the field of its own name.
 */
export function columnSpecs(
  source: JsonObject,
  preset: { readonly columns: Readonly<Record<string, PresetColumn>> } | undefined,
  context: SourceContext,
): readonly ColumnSpec[] | undefined {
  const specs = new Map<string, ColumnSpec>();
  for (const [field, column] of Object.entries(preset?.columns ?? {})) {
    specs.set(field, presetSpec(field, column, context.placeOf(['preset'])));
  }
  for (const [field, { column, path }] of declaredColumns(source['columns'])) {
    specs.set(field, declaredSpec(field, column, path, context));
  }
  return preset === undefined && source['columns'] === undefined ? undefined : [...specs.values()];
}

/**
 * The same as names alone: field path → the columns that are joined to it, without those of the preset. Undefined where each
 * column is mapped to the field of its own name.
 */
export function namedColumns(source: JsonObject): ReadonlyMap<string, readonly string[]> | undefined {
  if (source['columns'] === undefined && source['preset'] === undefined) return undefined;
  const declared = [...declaredColumns(source['columns'])];
  return new Map(
    declared.map(([field, { column }]) => [field, namesOf(isJsonObject(column) ? column['column'] : column)]),
  );
}

/** The spec of a field that is read from the column of the same name. */
export function sameNameSpec(field: string, column: string, place: Place): ColumnSpec {
  return { ...PLAIN, field, columns: [[column]], place };
}

const PLAIN = {
  optional: false,
  split: undefined,
  date: undefined,
  zone: undefined,
  timezone: undefined,
  country: undefined,
  countryColumn: undefined,
  decimal: undefined,
  asText: false,
  replace: [],
  values: undefined,
  ignoreCase: false,
  other: 'error',
  blank: undefined,
  presentMeans: undefined,
  lenient: false,
} as const satisfies Partial<ColumnSpec>;

/** Field path → column as written; `custom_attributes` is a map of its own or dotted keys. */
function declaredColumns(
  columns: Json | undefined,
): ReadonlyMap<string, { readonly column: Json; readonly path: readonly string[] }> {
  const found = new Map<string, { column: Json; path: readonly string[] }>();
  for (const [field, column] of Object.entries(objectOrEmpty(columns))) {
    if (field !== 'custom_attributes') found.set(field, { column, path: ['columns', field] });
    else {
      for (const [name, inner] of Object.entries(objectOrEmpty(column))) {
        found.set(`${field}.${name}`, { column: inner, path: ['columns', field, name] });
      }
    }
  }
  return found;
}

function declaredSpec(
  field: string,
  column: Json,
  path: readonly string[],
  context: SourceContext,
): ColumnSpec {
  const place = context.placeOf(path);
  if (!isJsonObject(column)) return { ...PLAIN, field, columns: [namesOf(column)], place };
  const text = (key: string) => (typeof column[key] === 'string' ? column[key] : undefined);
  const timezone = text('timezone');
  if (timezone !== undefined && !isTimezone(timezone)) {
    const near = nearest(timezone, Intl.supportedValuesOf('timeZone'));
    throw new SourceProblem({
      code: 'unknown-timezone',
      summary: `${JSON.stringify(timezone)} is no timezone`,
      ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
      help: 'write an IANA name such as Europe/Dublin or UTC',
      ...context.placeOf([...path, 'timezone']),
    });
  }
  return {
    ...PLAIN,
    field,
    columns: [namesOf(column['column'])],
    place,
    split: text('split'),
    date: dateOf(text('date'), timezone, context.placeOf([...path, 'date'])),
    timezone,
    country: text('country')?.toUpperCase(),
    countryColumn: text('country_column'),
    // The schema has checked the words of decimal, other and blank.
    decimal: text('decimal') as ColumnSpec['decimal'],
    asText: text('as') === 'text',
    replace: replacementsOf(column),
    values: isJsonObject(column['values'])
      ? valuesOf(column['values'], column['ignore_case'] === true, path, context)
      : undefined,
    ignoreCase: column['ignore_case'] === true,
    other: (text('other') ?? 'error') as ColumnSpec['other'],
    blank: text('blank') as ColumnSpec['blank'],
  };
}

function dateOf(
  written: string | undefined,
  timezone: string | undefined,
  place: Place,
): DateFormat | undefined {
  if (written === undefined) return undefined;
  const format = dateFormat(written);
  if (format === undefined) {
    throw new SourceProblem({
      code: 'bad-date-format',
      summary: `${JSON.stringify(written)} is no date format`,
      help: 'write YYYY, MM or M, DD or D, MMM or MMMM for names of months, HH, mm, ss, A, Z for an offset, other letters in brackets: "DD/MM/YYYY [at] HH:mm"',
      ...place,
    });
  }
  // Without `timezone` the time would be read in the zone of the workspace.
  if (format.zoneName !== undefined && timezone === undefined) {
    throw new SourceProblem({
      code: 'bad-date-format',
      summary: `${JSON.stringify(written)} names a zone without its clocks`,
      detail: `${format.zoneName} may stand for several places`,
      help: 'say which clocks it means: { column: …, date: …, timezone: America/New_York }; UTC and GMT are understood',
      ...place,
    });
  }
  return format;
}

/** A number that YAML changes, such as 007, becomes the text that was typed; its kind knows the type. */
function valuesOf(
  values: JsonObject,
  ignoresCase: boolean,
  path: readonly string[],
  { cellOf, placeOf }: SourceContext,
): ReadonlyMap<string, Json> {
  const found = new Map<string, Json>();
  for (const [cell, value] of Object.entries(values)) {
    const written = typeof value === 'number' ? cellOf?.([...path, 'values', cell])?.text : undefined;
    const meant = written === undefined || written === String(value) ? value : written;
    const key = valueKey(cell, ignoresCase);
    if (found.has(key) && found.get(key) !== meant) {
      throw new SourceProblem({
        code: 'ambiguous-value',
        summary: `two values are named for ${JSON.stringify(key)}`,
        help: ignoresCase
          ? 'cells are compared trimmed and without case here: keep one, or take ignore_case out'
          : 'cells are compared trimmed: keep one',
        ...placeOf([...path, 'values', cell]),
      });
    }
    found.set(key, meant);
  }
  return found;
}

/** How a cell is compared with the keys of `values`. */
export function valueKey(text: string, ignoresCase: boolean): string {
  return ignoresCase ? text.trim().toLowerCase() : text.trim();
}

/** `strip` removes one text or several wherever they stand; `replace` puts another in the place of each. */
function replacementsOf(column: JsonObject): readonly Replacement[] {
  const strip = column['strip'];
  const texts = strip === undefined ? [] : Array.isArray(strip) ? strip : [strip];
  const pairs: readonly Json[] = Array.isArray(column['replace']) ? column['replace'] : [];
  return [
    ...texts.map((from) => ({ from: String(from), to: '' })),
    // The schema has checked that each is a pair.
    ...pairs.flatMap((pair) => (Array.isArray(pair) ? [{ from: String(pair[0]), to: String(pair[1]) }] : [])),
  ];
}

function presetSpec(field: string, column: PresetColumn, place: Place): ColumnSpec {
  const { values, ...rest } = column;
  return {
    ...PLAIN,
    ...rest,
    field,
    place,
    optional: true,
    // Lists of people are full of numbers that name no country; the person counts more than the number.
    lenient: field === 'phone',
    values:
      values === undefined
        ? undefined
        : new Map(Object.entries(values).map(([cell, value]) => [valueKey(cell, false), value])),
  };
}

function namesOf(column: Json | undefined): readonly string[] {
  return Array.isArray(column) ? column.map(String) : [String(column)];
}
