import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { ListCall } from '../../types/wire-call.ts';
import { idOf, objectOf, requiredText } from '../wire/wire-fields.ts';

/** A ticket type as read (intercom 17.2), with all its attributes. */
export interface WireTicketType extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly ticket_type_attributes: WireTicketAttributes;
}

interface WireTicketAttributes extends JsonObject {
  readonly data: readonly WireTicketAttribute[];
}

export interface WireTicketAttribute extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly data_type: string;
}

/** Every ticket type, archived ones included. */
export const TICKET_TYPES: ListCall<WireTicketType> = {
  path: '/ticket_types',
  names: ['data'],
  row: ticketTypeOf,
};

/** Also what a write about a type answers. */
export function ticketTypeOf(row: Json): WireTicketType {
  const type = objectOf(row, 'a ticket type');
  const { ticket_type_attributes: listed } = type;
  const attributes = isJsonObject(listed) ? listed['data'] : listed;
  return {
    ...type,
    id: idOf(type, 'a ticket type'),
    name: requiredText(type, 'name'),
    ticket_type_attributes: { data: Array.isArray(attributes) ? attributes.map(ticketAttributeOf) : [] },
  };
}

/** Also what a write about an attribute answers. */
export function ticketAttributeOf(row: Json): WireTicketAttribute {
  const attribute = objectOf(row, 'an attribute of a ticket type');
  return {
    ...attribute,
    id: idOf(attribute, 'an attribute of a ticket type'),
    name: requiredText(attribute, 'name'),
    data_type: requiredText(attribute, 'data_type'),
  };
}

/** The keys under which the options of a list may stand in its `input_options`: the description does not say it. */
const OPTION_KEYS = ['list_options', 'list_items', 'items'] as const;

/** The labels that can be chosen, in their order; undefined where the answer does not show them. */
export function optionsOf({ input_options: input }: WireTicketAttribute): readonly string[] | undefined {
  if (!isJsonObject(input)) return undefined;
  for (const key of OPTION_KEYS) {
    const shown = input[key];
    if (typeof shown === 'string') return labelsIn(shown);
    if (Array.isArray(shown)) return shown.flatMap(activeLabel);
  }
  return undefined;
}

function labelsIn(text: string): readonly string[] {
  return text.split(',').flatMap((label) => label.trim() || []);
}

function activeLabel(option: Json): readonly string[] {
  if (!isJsonObject(option)) return typeof option === 'string' ? [option] : [];
  const { label, archived } = option;
  return typeof label === 'string' && archived !== true ? [label] : [];
}
