import { attributePath } from '../../types/attribute-path.ts';
import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';
import { readNumber } from '../../types/number-text.ts';
import { customValue } from '../values/custom-attributes.ts';

/** What becomes of an old value: a new one, nothing because the rule says so, or it cannot be converted, and why. */
export type NewValue =
  | { readonly state: 'value'; readonly value: Json }
  | { readonly state: 'dropped' }
  | { readonly state: 'fault'; readonly why: string };

/**
 * Converts an old value as a cell of a data file is converted: what `values` names, else by the type of the attribute. A
 * former option becomes the option that has replaced it.
 */
export function convertOld(old: Json, from: CarriedFrom, rule: CarryRule, catalog: Catalog): NewValue {
  const named = from.values.get(String(old).trim());
  if (named === null) return { state: 'dropped' };
  const read = named === undefined ? written(old, from, typeOf(rule, catalog)) : { value: named };
  if ('why' in read) return { state: 'fault', why: read.why };
  const raw = read.value;
  const value = rule.was.get(String(raw)) ?? raw;
  const text = typeof value === 'string' ? undefined : String(value);
  const cell: Cell = { value, place: from.place, ...(text === undefined ? {} : { text }) };
  let why = '';
  const { model, attribute: name, address } = rule;
  const fitting = customValue({ model, name, cell, address, fromRow: true }, catalog, (found) => {
    if (found.severity === 'error' && why === '') why = ofTheAttribute(found.summary, name);
  });
  if (fitting === undefined) return { state: 'fault', why: why || 'it does not fit the attribute' };
  return fitting === null ? { state: 'dropped' } : { state: 'value', value: fitting };
}

/** Without the name of the attribute, which stands beside it already. */
function ofTheAttribute(summary: string, name: string): string {
  return summary.replace(attributePath(name), 'it');
}

function typeOf({ model, attribute }: CarryRule, { attributes }: Catalog): string | undefined {
  return attributes.get(`${model}/${attribute}`)?.type;
}

/** The old value in the form in which a data file would have it, or why it is not of the declared form. */
function written(
  old: Json,
  { decimal, date }: CarriedFrom,
  type: string | undefined,
): { readonly value: Json } | { readonly why: string } {
  if (typeof old !== 'string') return { value: old };
  const text = old.trim();
  if (decimal !== undefined && (type === 'integer' || type === 'float')) {
    const read = readNumber(text, decimal);
    if ('plain' in read) return { value: Number(read.plain) };
    return { why: read.refused ?? `it is no number with the mark ${decimal}` };
  }
  if (date !== undefined && (type === 'date' || type === 'datetime')) {
    const day = date(text);
    return day === undefined ? { why: 'it is no date of the form that is declared' } : { value: day };
  }
  return { value: type === 'string' ? old : text };
}
