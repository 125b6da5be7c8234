import { attributePath } from '../../types/attribute-path.ts';
import type { Model } from '../../types/attribute-type.ts';
import type { Catalog, KnownAttribute } from '../../types/catalog.ts';
import { charactersIn, isLonger } from '../../types/characters.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import { readNumber } from '../../types/number-text.ts';
import { spot } from '../../types/place.ts';
import { doubtfulDate } from './doubtful-date.ts';
import { guessed } from './guessed.ts';
import { instantDoubt, readInstant } from './instant.ts';
import { shownValue } from './shown-value.ts';
import { isUnusable, unusableName } from './unusable-name.ts';

/** "custom data attributes of string type [...] up to 255 characters" (intercom 3.5). */
export const maxStringLength = 255;

interface Target {
  readonly model: Model;
  readonly name: string;
  readonly cell: Cell;
  readonly address: string;
  /** True for a cell of a data file, which is coerced; YAML is strict (design 3.6). */
  readonly fromRow: boolean;
}

/**
 * The value of a custom attribute in the form that is sent, checked against the declared or live attribute; undefined where
 * it has an error. Null clears.
 */
export function customValue(target: Target, catalog: Catalog, report: Report): Json | undefined {
  const { key, unusable } = attributeKey(target);
  if (unusable) {
    report({
      ...unusableName('the name of a custom attribute', target.name),
      address: target.address,
      ...target.cell.place,
    });
    return undefined;
  }
  const { rules, filled } = catalog.carrying;
  if (rules.length > 0 && !filled.has(key)) filled.set(key, target.address);
  const attribute = catalog.attributes.get(key);
  if (attribute === undefined || attribute.archived)
    return unknownAttribute(target, attribute, catalog, report);
  if (attribute.isTypeUnknown === true) return undefined;
  // To Intercom an empty text is no value (intercom 4.2); a `values` map of a source can make one.
  if (target.cell.value === null || target.cell.value === '') return null;
  if (attribute.type === 'date' || attribute.type === 'datetime')
    return instant(target, attribute, catalog, report);
  const value = typed(target, attribute.type);
  if (value === undefined) return mismatch(target, attribute, whyNoNumber(target, attribute.type), report);
  if (attribute.type === 'options' && !attribute.options?.includes(String(value))) {
    const guess = guessed(catalog, key, String(value), () => attribute.options ?? []);
    const where = attribute.place === undefined ? 'live' : spot(attribute.place);
    report({
      ...finding(
        target,
        'unknown-option',
        `${attributePath(target.name)} is not one of the attribute's options`,
        `${shownValue(target.cell)}${guess === undefined ? '' : `; did you mean ${JSON.stringify(guess)}?`}`,
      ),
      help: `options are ${(attribute.options ?? []).join(', ')} (${where})`,
    });
    return undefined;
  }
  if (typeof value === 'string' && isLonger(value, maxStringLength)) {
    report({
      ...finding(
        target,
        'string-length',
        `${attributePath(target.name)} has ${charactersIn(value)} characters`,
        shownValue(target.cell),
      ),
      help: `Intercom keeps at most ${maxStringLength} characters of a string attribute; shorten it`,
    });
    return undefined;
  }
  return value;
}

interface AttributeKey {
  /** The key in the catalog. */
  readonly key: string;
  /** True where no attribute can have this name. */
  readonly unusable: boolean;
}

/** How many names are remembered for each model: a plan asks for the same few with every row. */
const MOST_REMEMBERED = 1000;
const REMEMBERED: Readonly<Record<Model, Map<string, AttributeKey>>> = {
  contact: new Map(),
  company: new Map(),
};

function attributeKey({ model, name }: Pick<Target, 'model' | 'name'>): AttributeKey {
  const keys = REMEMBERED[model];
  let known = keys.get(name);
  if (known === undefined) {
    if (keys.size === MOST_REMEMBERED) keys.clear();
    known = { key: `${model}/${name}`, unusable: isUnusable(name) };
    keys.set(name, known);
  }
  return known;
}

function unknownAttribute(
  target: Target,
  attribute: KnownAttribute | undefined,
  catalog: Catalog,
  report: Report,
): Json | undefined {
  const guess = guessed(catalog, target.model, target.name, () =>
    [...catalog.attributes.values()]
      .filter((a) => a.model === target.model && !a.archived)
      .map((a) => a.name),
  );
  const hint = guess === undefined ? '' : `; did you mean ${JSON.stringify(guess)}?`;
  const base = finding(
    target,
    'undeclared-attribute',
    attribute?.archived
      ? `${attributePath(target.name)} is an archived attribute`
      : catalog.online
        ? `${attributePath(target.name)} is neither declared nor live`
        : `${attributePath(target.name)} is not declared`,
    `${JSON.stringify(target.name)}${hint}`,
  );
  const help =
    attribute?.declared !== undefined
      ? 'take archived: true out of its declaration, or this value'
      : `declare it in a DataAttributes manifest of model ${target.model}${catalog.online ? '' : '; plan checks whether it is live'}`;
  report({ ...base, severity: catalog.online || attribute !== undefined ? 'error' : 'warning', help });
  return undefined;
}

function mismatch(
  target: Target,
  attribute: KnownAttribute,
  why: string | undefined,
  report: Report,
): undefined {
  const shown = shownValue(target.cell);
  const detail = why === undefined ? shown : `${shown}; ${why}`;
  report(
    finding(target, 'attribute-value', `${attributePath(target.name)} must be ${wanted(attribute)}`, detail),
  );
  return undefined;
}

/** A small number is stored as it is, with a warning: far more often it is the day number of a spreadsheet, or 20240115. */
function instant(
  target: Target,
  attribute: KnownAttribute,
  catalog: Catalog,
  report: Report,
): number | undefined {
  const { cell, name } = target;
  const read = readInstant(cell.value, catalog.timezone);
  if ('refused' in read) return mismatch(target, attribute, read.refused, report);
  const doubt = instantDoubt(cell.value);
  if (doubt !== undefined) report(doubtfulDate(attributePath(name), doubt, target));
  return read.seconds;
}

function typed(target: Target, type: Exclude<KnownAttribute['type'], 'date' | 'datetime'>): Json | undefined {
  const { value, text } = target.cell;
  switch (type) {
    case 'string':
    case 'options':
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return text ?? String(value);
      return undefined;
    case 'integer':
      return integer(value, target.fromRow);
    case 'float':
      if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
      return target.fromRow ? numberIn(value) : undefined;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      return target.fromRow ? booleanIn(value) : undefined;
  }
}

function integer(value: Json, fromRow: boolean): number | undefined {
  const number = typeof value === 'number' ? value : fromRow ? numberIn(value) : undefined;
  return number !== undefined && Number.isSafeInteger(number) ? number : undefined;
}

/** A cell of a column with `decimal` has become plain digits already. */
function numberIn(value: Json): number | undefined {
  const read = typeof value === 'string' ? readNumber(value, undefined) : undefined;
  const number = read !== undefined && 'plain' in read ? Number(read.plain) : undefined;
  if (number === undefined || !Number.isFinite(number) || isInexact(value)) return undefined;
  return number;
}

/** Such long digits are an id, not an amount: as a number their last digits would change. */
function isInexact(value: Json): boolean {
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) && !Number.isSafeInteger(Number(value));
}

function whyNoNumber({ cell, fromRow }: Target, type: KnownAttribute['type']): string | undefined {
  if (!fromRow || (type !== 'integer' && type !== 'float') || typeof cell.value !== 'string')
    return undefined;
  const read = readNumber(cell.value, undefined);
  if (isInexact(cell.value))
    return 'as a number it would lose its last digits; a string attribute keeps them';
  return 'plain' in read ? undefined : read.refused;
}

function booleanIn(value: Json): boolean | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const word = String(value).trim().toLowerCase();
  if (word === 'true' || word === 'yes' || word === '1') return true;
  if (word === 'false' || word === 'no' || word === '0') return false;
  return undefined;
}

function wanted(attribute: KnownAttribute): string {
  switch (attribute.type) {
    case 'string':
      return 'a string';
    case 'options':
      return "one of the attribute's options";
    case 'integer':
      return 'an integer';
    case 'float':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'date':
    case 'datetime':
      return 'a date: ISO 8601 or Unix seconds';
  }
}

function finding(target: Target, code: string, summary: string, detail?: string): Diagnostic {
  return {
    code,
    severity: 'error',
    summary,
    ...(detail === undefined ? {} : { detail }),
    address: target.address,
    ...target.cell.place,
  };
}
