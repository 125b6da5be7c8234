import { attributePath } from '../../types/attribute-path.ts';
import type { Model } from '../../types/attribute-type.ts';
import type { CarriedFrom, CarryRule } from '../../types/carrying.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Json } from '../../types/json.ts';
import { convertOld, type NewValue } from './convert.ts';

/** What a person or company holds, in the plan's terms. */
export interface Holder {
  /** Field path → value; what is empty is absent. */
  readonly fields: ReadonlyMap<string, Json>;
  /** Field paths of custom attributes that were set once and are empty now. */
  readonly cleared: readonly string[];
}

/** A value that a holder has and that did not arrive yet. */
export interface Carried {
  readonly rule: CarryRule;
  /** Field path that is written. */
  readonly path: string;
  /** Field path of the old value; for a former option the same as `path`. */
  readonly from: string;
  readonly old: Json;
  readonly result: NewValue;
}

/** The values that the rules carry for a holder, in the order of the rules. Whoever has a value, or had one, keeps it. */
export function carriedBy(holder: Holder, model: Model, catalog: Catalog): readonly Carried[] {
  const { rules, applies } = catalog.carrying;
  if (!applies || rules.length === 0) return NOTHING;
  const found: Carried[] = [];
  for (const rule of rules) {
    if (rule.model !== model) continue;
    const carried = carriedFor(rule, holder, catalog);
    if (carried !== undefined) found.push(carried);
  }
  return found;
}

const NOTHING: readonly Carried[] = [];

/** The key in `Carrying.decided` of a live contact and the field whose value a contact set decides. */
export function decidedKey(id: string, path: string): string {
  return `${id} ${path}`;
}

function carriedFor(rule: CarryRule, { fields, cleared }: Holder, catalog: Catalog): Carried | undefined {
  const path = attributePath(rule.attribute);
  const held = fields.get(path);
  if (held !== undefined) {
    const value = rule.was.get(String(held));
    if (value === undefined) return undefined;
    return { rule, path, from: path, old: held, result: { state: 'value', value } };
  }
  const { from } = rule;
  if (from === undefined || cleared.includes(path)) return undefined;
  // What is hidden may be there already, or cleared: the plan after the one that unarchives the attribute sees it.
  if (catalog.carrying.hidden.has(`${rule.model}/${rule.attribute}`)) return undefined;
  for (const name of from.attributes) {
    const old = fields.get(attributePath(name));
    if (old === undefined) continue;
    return { rule, path, from: attributePath(name), old, result: converted(old, from, rule, catalog) };
  }
  return undefined;
}

/** How many conversions are remembered for each rule: most attributes have few values. */
const MOST_REMEMBERED = 10_000;
const remembered = new WeakMap<Catalog['carrying'], Map<CarryRule, Map<Json, NewValue>>>();

/** Converting checks types and options and words faults; the same value comes with thousands of people. */
function converted(old: Json, from: CarriedFrom, rule: CarryRule, catalog: Catalog): NewValue {
  const rules = remembered.get(catalog.carrying) ?? new Map<CarryRule, Map<Json, NewValue>>();
  remembered.set(catalog.carrying, rules);
  const values = rules.get(rule) ?? new Map<Json, NewValue>();
  rules.set(rule, values);
  const known = values.get(old);
  if (known !== undefined) return known;
  const result = convertOld(old, from, rule, catalog);
  if (values.size < MOST_REMEMBERED) values.set(old, result);
  return result;
}
