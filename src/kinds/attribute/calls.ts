import { isJsonObject, type Json } from '../../types/json.ts';
import type { ListCall } from '../../types/wire-call.ts';
import { objectOf, requiredText, scalarText } from '../wire/wire-fields.ts';
import type { WireAttribute } from './wire.ts';

/** Contact and company attributes, archived ones included. */
export const ATTRIBUTES: ListCall<WireAttribute> = {
  path: '/data_attributes?include_archived=true',
  names: ['data'],
  row: attributeOf,
};

function attributeOf(row: Json): WireAttribute {
  const attribute = objectOf(row, 'a data attribute');
  const { options } = attribute;
  return {
    ...attribute,
    model: requiredText(attribute, 'model'),
    name: requiredText(attribute, 'name'),
    full_name: requiredText(attribute, 'full_name'),
    data_type: requiredText(attribute, 'data_type'),
    // Sent as objects, returned as strings (intercom 3.2); read both.
    ...(Array.isArray(options) ? { options: options.map(optionOf) } : {}),
  };
}

function optionOf(option: Json): string {
  return scalarText(isJsonObject(option) ? option['value'] : option) ?? '';
}
