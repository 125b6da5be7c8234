import type { Model } from '../../../types/attribute-type.ts';
import { isLonger } from '../../../types/characters.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { invalid } from '../../errors.ts';
import type { AttributeRecord, AttributeStore, DataType } from './store.ts';

/** "up to 255 characters" (intercom 3.5). */
const STRING_LIMIT = 255;

interface ValueRules {
  readonly stringTooLong: 'truncate' | 'refuse' | 'keep';
  readonly wrongType: 'refuse' | 'ignore' | 'keep';
  readonly listOptionCheck: boolean;
}

/**
 * The custom attributes after a write: merged by key, null clears and stays as a key where there was a value
 * (intercom 4.2).
 *
 * @throws ApiError 400 when a key is undeclared or archived (intercom 3.8, 9.8) or a value does not fit (intercom 9.5, 9.6, 9.7).
 */
export function mergeCustomAttributes(
  before: JsonObject,
  sent: Json | undefined,
  model: Model,
  attributes: AttributeStore,
  rules: ValueRules,
): JsonObject {
  if (sent === undefined || sent === null) return before;
  if (!isJsonObject(sent)) throw invalid('custom_attributes must be an object');
  const after = new Map<string, Json>(Object.entries(before));
  for (const [name, value] of Object.entries(sent)) {
    const attribute = attributes.find(model, name);
    if (attribute === undefined || attribute.archived)
      throw invalid(`Custom attribute '${name}' does not exist`);
    if (value !== null && !fitsType(value, attribute.data_type) && rules.wrongType === 'ignore') continue;
    if (value !== null) after.set(name, acceptValue(attribute, value, rules));
    else if (after.has(name)) after.set(name, null);
  }
  return Object.fromEntries(after);
}

/** Whether a value is of the attribute's type; dates are unix seconds (intercom 3.3). */
function fitsType(value: Json, type: DataType): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'boolean':
      return typeof value === 'boolean';
    case 'float':
      return typeof value === 'number';
    case 'integer':
    case 'date':
      return Number.isInteger(value);
  }
}

function acceptValue(attribute: AttributeRecord, value: Json, rules: ValueRules): Json {
  const { name, data_type: type, options } = attribute;
  if (!fitsType(value, type) && rules.wrongType === 'refuse')
    throw invalid(`Custom attribute '${name}' must be a valid ${type}`);
  if (typeof value !== 'string') return value;
  if (rules.listOptionCheck && options !== undefined && !options.includes(value))
    throw invalid(`Custom attribute '${name}' must be one of its options`);
  if (!isLonger(value, STRING_LIMIT) || rules.stringTooLong === 'keep') return value;
  if (rules.stringTooLong === 'refuse')
    throw invalid(`Custom attribute '${name}' is longer than ${STRING_LIMIT} characters`);
  return [...value].slice(0, STRING_LIMIT).join('');
}
