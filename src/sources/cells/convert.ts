import { isAttributePath } from '../../types/attribute-path.ts';
import { readEmail } from '../../types/email-text.ts';
import { trimmedIdentity, unseenFault, unseenIn } from '../../types/identity-text.ts';
import type { Json } from '../../types/json.ts';
import type { RowFields } from '../../types/mapped-row.ts';
import { nearest } from '../../types/nearest.ts';
import { doubtfulUnixTime } from '../../types/unix-number.ts';
import { type ColumnSpec, valueKey } from '../columns/column-spec.ts';
import type { OwnForm, RowFault } from '../source-row.ts';
import { cellArray } from './array.ts';
import { dateCell } from './date.ts';
import { splitCell } from './list.ts';
import { doubtfulId, isRounded, ROUNDED_ID } from './marks.ts';
import { numberCell } from './number.ts';
import type { ReadPhone } from './phone.ts';
import type { Replaced } from './replace.ts';

/** How many values of a `values` block are named in a finding. */
const namedValues = 10;

export interface Conversion {
  readonly fields: RowFields;
  /** The texts that count as blank besides the empty one. */
  readonly nulls: ReadonlySet<string>;
  /** Present where a phone field is mapped. */
  readonly readPhone: ReadPhone | undefined;
  /** True for XLSX, whose dates are ISO 8601 whatever the column says. */
  readonly fromSheet: boolean;
  readonly own: OwnForm | undefined;
  /** What `strip` and `replace` of a column do to its cells. */
  readonly replacers: ReadonlyMap<ColumnSpec, (value: Json) => Replaced>;
  /** Called with a value that can be read but is probably not what was meant. */
  doubtful(what: 'phone' | 'date' | 'digits' | 'email', spec: ColumnSpec, text: string): void;
}

/** A value that goes into the field, a fault that makes the row bad, or undefined: the cell says nothing. */
export type Converted = { readonly value: Json; readonly text?: string } | RowFault | undefined;

export function isFault(converted: Converted): converted is RowFault {
  return converted !== undefined && 'code' in converted;
}

/** Converts a present cell to the field's value. `country`: the country of the row, for phone numbers. */
export function convertCell(
  raw: Json,
  spec: ColumnSpec,
  country: string | undefined,
  conversion: Conversion,
): Converted {
  const { fields } = conversion;
  if (fields.lists.has(spec.field)) return listCell(raw, spec, conversion);
  if (isBlank(raw, conversion.nulls)) return blankCell(spec, fields);
  if (spec.presentMeans !== undefined) return { value: spec.presentMeans };
  if (typeof raw === 'object') return oneValue(raw);
  const mapped = spec.values === undefined ? raw : mappedValue(raw, spec);
  if (mapped === undefined) return undefined;
  if (typeof mapped === 'object') return mapped === null ? clearing(spec, fields) : mapped;
  return scalarCell(mapped, spec, country, conversion);
}

/** Whether `convertCell` returns every text of the column that is not blank unchanged. */
export function takesTexts({ field, ...spec }: ColumnSpec, fields: RowFields): boolean {
  const { lists, phones, dates, emails, identities } = fields;
  const isSpecial = [lists, phones, dates, emails, identities].some((some) => some.has(field));
  const { presentMeans, values, date, timezone, decimal } = spec;
  return !isSpecial && [presentMeans, values, date, timezone, decimal].every((said) => said === undefined);
}

export function isBlank(raw: Json, nulls: ReadonlySet<string>): boolean {
  if (raw === null || raw === '') return true;
  if (typeof raw === 'string') {
    // A shortcut: nearly every cell begins with a visible ASCII character.
    if (nulls.size === 0 && raw.charCodeAt(0) > 0x20 && raw.charCodeAt(0) < 0x7f) return false;
    const text = trimmedIdentity(raw, 'name');
    return text === '' || nulls.has(text);
  }
  return nulls.size > 0 && typeof raw !== 'object' && nulls.has(String(raw));
}

/** Undefined where the blank cell leaves the field alone. */
function blankCell(spec: ColumnSpec, fields: RowFields): Converted {
  return (spec.blank ?? fields.onBlank) === 'clear' ? clearing(spec, fields) : undefined;
}

function clearing(spec: ColumnSpec, fields: RowFields): Converted {
  if (fields.neverCleared.has(spec.field)) return undefined;
  return { value: fields.lists.has(spec.field) ? [] : null };
}

function scalarCell(
  raw: string | number | boolean,
  spec: ColumnSpec,
  country: string | undefined,
  conversion: Conversion,
): Converted {
  const { fields } = conversion;
  const { field } = spec;
  const tellsApart = fields.phones.has(field) || fields.identities.get(field) === 'id';
  if (tellsApart && !spec.asText && typeof raw === 'number' && isRounded(raw)) return ROUNDED_ID;
  if (fields.phones.has(field)) return phoneCell(String(raw), spec, country, conversion);
  if (fields.dates.has(field))
    return withText(wellDated(dateCell(raw, spec, conversion.fromSheet), spec, conversion));
  // A date attribute. Its kind warns of small numbers itself, and takes the empty text that `values` may yield for no value.
  if ((spec.date !== undefined || spec.timezone !== undefined) && raw !== '')
    return withText(dateCell(raw, spec, conversion.fromSheet));
  if (spec.decimal !== undefined) return numberCell(raw, spec.decimal);
  if (fields.emails.has(field)) return emailCell(String(raw), spec, conversion);
  if (typeof raw === 'string') return identityCell(raw, spec, fields);
  if (typeof raw !== 'number') return { value: raw };
  if (!isAttributePath(field) && Math.abs(raw) > Number.MAX_SAFE_INTEGER) return ROUNDED;
  // A standard field takes the digits of a number; an attribute keeps the number, since its kind knows the type.
  return isAttributePath(field) ? { value: raw, text: String(raw) } : { value: String(raw) };
}

function emailCell(text: string, spec: ColumnSpec, { doubtful }: Conversion): Converted {
  const read = readEmail(text);
  if ('why' in read) {
    return {
      code: 'bad-email',
      summary: 'this is not an email address',
      detail: read.why,
      help: 'write the address alone, such as ada@acme.test',
    };
  }
  if (read.unwrapped) doubtful('email', spec, text);
  return { value: read.email };
}

/** Trims invisible characters off the ends of an identifying text; any other text stays as it is. */
function identityCell(text: string, spec: ColumnSpec, fields: RowFields): { value: string } | RowFault {
  const form = fields.identities.get(spec.field);
  if (form === undefined) return { value: text };
  const value = trimmedIdentity(text, form);
  const unseen = unseenIn(value, form);
  if (unseen !== undefined) return unseenFault(spec.field, unseen);
  const doubt = form === 'id' && !spec.asText ? doubtfulId(value) : undefined;
  return doubt ?? { value };
}

/** A doubtful number from here on is taken for the digits of a date, a smaller one for seconds soon after 1970. */
const longNumber = 1e9;

function wellDated(
  converted: { value: Json } | RowFault,
  spec: ColumnSpec,
  { doubtful }: Conversion,
): { value: Json } | RowFault {
  if ('code' in converted) return converted;
  const number = Number(converted.value);
  if (Number.isFinite(number) && doubtfulUnixTime(number) !== undefined)
    doubtful(Math.abs(number) < longNumber ? 'date' : 'digits', spec, String(converted.value));
  return converted;
}

/** A long integer written in full arrives as text, so a number this large was written as `1e17` or the like. */
const ROUNDED: RowFault = {
  code: 'rounded-number',
  summary: 'the number has more digits than can be read exactly',
  help: 'put it in double quotes',
};

function withText(converted: { value: Json } | RowFault): Converted {
  if ('code' in converted || typeof converted.value !== 'number') return converted;
  return { value: converted.value, text: String(converted.value) };
}

function phoneCell(
  text: string,
  spec: ColumnSpec,
  country: string | undefined,
  { readPhone, doubtful }: Conversion,
): Converted {
  const phone = readPhone?.(text, country);
  if (phone === undefined || 'code' in phone) return phone;
  if (phone.doubt) doubtful('phone', spec, text);
  return { value: phone.value };
}

function listCell(raw: Json, spec: ColumnSpec, conversion: Conversion): Converted {
  const { nulls } = conversion;
  const written = typeof raw === 'string' && !isBlank(raw, nulls) ? listText(raw, spec) : undefined;
  if (written === 'broken') return BROKEN_LIST;
  const isList = Array.isArray(raw) || written !== undefined;
  const whole: readonly Json[] = written ?? (Array.isArray(raw) ? raw : isBlank(raw, nulls) ? [] : [raw]);
  const values: string[] = [];
  for (const item of whole) {
    if (isBlank(item, nulls)) continue;
    if (typeof item === 'object') return oneValue(item);
    const parts =
      typeof item === 'string' && spec.split !== undefined && written === undefined
        ? splitCell(item, spec.split)
        : [item];
    for (const part of parts) {
      if (isBlank(part, nulls)) continue;
      const mapped = spec.values === undefined ? part : mappedValue(part, spec);
      if (mapped === undefined || mapped === null) continue;
      if (typeof mapped === 'object') return mapped;
      const item = identityCell(String(mapped).trim(), spec, conversion.fields);
      if ('code' in item) return item;
      values.push(item.value);
    }
  }
  // `[]` in the file is an empty list; an empty cell is blank.
  if (values.length > 0 || (isList && whole.length === 0)) return { value: values };
  return blankCell(spec, conversion.fields);
}

/** The list that a program wrote into the cell; undefined where `values` names the whole cell. */
function listText(text: string, spec: ColumnSpec): ReturnType<typeof cellArray> {
  if (spec.values?.has(valueKey(text, spec.ignoreCase)) === true) return undefined;
  return cellArray(text);
}

/** An error, because cutting it at its commas would create tags that nobody meant, and tags are never deleted. */
const BROKEN_LIST: RowFault = {
  code: 'bad-list',
  summary: 'this is neither a list nor a name',
  help: 'export lists as JSON, ["vip", "beta"], or name a separator with split; what is meant as it is stands in values',
};

function oneValue(raw: Json): RowFault {
  return {
    code: 'bad-cell',
    summary: `this is ${Array.isArray(raw) ? 'a list' : 'an object'}, not one value`,
    help: 'name what is inside with a dotted path, such as name.first',
  };
}

/** Looks the whole trimmed cell up in `values`. Undefined: the cell is left out. */
function mappedValue(
  raw: string | number | boolean,
  spec: ColumnSpec,
): string | number | boolean | null | RowFault | undefined {
  const text = String(raw);
  const key = valueKey(text, spec.ignoreCase);
  // A value of `values` is a scalar by the schema.
  const found = spec.values?.get(key) as string | number | boolean | null | undefined;
  if (found !== undefined) return found;
  if (spec.other !== 'error') return spec.other === 'keep' ? raw : undefined;
  const known = [...(spec.values?.keys() ?? [])];
  const near = nearest(text.trim(), known);
  return {
    code: 'unknown-value',
    summary: 'values of the column do not name this one',
    ...(near === undefined ? {} : { detail: `did you mean "${near}"?` }),
    help: `values are ${known.slice(0, namedValues).join(', ')}; add it, or say other: keep or other: ignore`,
  };
}
