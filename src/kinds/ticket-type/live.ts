import { isJsonObject, type Json } from '../../types/json.ts';
import { sameSet } from '../values/same-set.ts';
import {
  optionsOf,
  ticketAttributeOf,
  ticketTypeOf,
  type WireTicketAttribute,
  type WireTicketType,
} from './calls.ts';

/** What ticket types and their attributes have in common. */
export interface LiveItem {
  readonly id: string;
  readonly name: string;
  readonly archived: boolean;
  /** Unix seconds; null where the answer does not say. */
  readonly created_at: number | null;
  /** Field path → live value, in the plan's terms. What an answer does not show is not in it, and is not compared. */
  readonly fields: ReadonlyMap<string, Json>;
}

export interface LiveTicketType extends LiveItem {
  readonly attributes: readonly LiveTicketAttribute[];
}

export interface LiveTicketAttribute extends LiveItem {
  readonly type: string;
  /** Whether it came with its type. */
  readonly isDefault: boolean;
}

export function liveTicketType(row: WireTicketType): LiveTicketType {
  const { category, icon, is_internal: internal, description } = row;
  return {
    ...itemOf(row, [
      ['category', category],
      ['icon', icon],
      ['description', textOrNull(description)],
      ['internal', internal],
    ]),
    attributes: row.ticket_type_attributes.data.map(liveTicketAttribute),
  };
}

function liveTicketAttribute(row: WireTicketAttribute): LiveTicketAttribute {
  const { data_type: type, input_options: input } = row;
  const inputs = isJsonObject(input) ? input : {};
  return {
    ...itemOf(row, [
      ['type', type],
      ['description', textOrNull(row['description'])],
      ['required_to_create', row['required_to_create']],
      ['required_to_create_for_contacts', row['required_to_create_for_contacts']],
      ['visible_on_create', row['visible_on_create']],
      ['visible_to_contacts', row['visible_to_contacts']],
      // A text that is not said to have several lines has one; an answer without the key says nothing.
      ['multiline', type === 'string' && input !== undefined ? inputs['multiline'] === true : undefined],
      ['allow_multiple_values', inputs['allow_multiple_values'] ?? row['allow_multiple_values']],
      ['options', type === 'list' ? optionsOf(row) : undefined],
    ]),
    type,
    isDefault: row['default'] === true || isDefaultName(row.name),
  };
}

function itemOf(
  row: WireTicketType | WireTicketAttribute,
  shown: readonly (readonly [string, Json | undefined])[],
): LiveItem {
  const archived = row['archived'] === true;
  const createdAt = row['created_at'];
  return {
    id: row.id,
    name: row.name,
    archived,
    created_at: typeof createdAt === 'number' ? createdAt : null,
    fields: new Map<string, Json>([
      ['name', row.name],
      ...shown.flatMap(([path, value]) => (value === undefined ? [] : [[path, value] as const])),
      ['archived', archived],
    ]),
  };
}

/** No description, null and "" are one. */
function textOrNull(value: Json | undefined): Json {
  return value === undefined || value === '' ? null : value;
}

/** What the answer to a write shows: a type, or an attribute. */
export function answered(attribute: string | undefined, body: Json): LiveItem {
  return attribute === undefined
    ? liveTicketType(ticketTypeOf(body))
    : liveTicketAttribute(ticketAttributeOf(body));
}

const NEW = {
  description: null,
  required_to_create: false,
  required_to_create_for_contacts: false,
  visible_on_create: true,
  visible_to_contacts: true,
} as const;

/** The attributes that every type comes with, as they are then (intercom 17.2). */
export const DEFAULT_ATTRIBUTES: ReadonlyMap<string, ReadonlyMap<string, Json>> = new Map(
  [false, true].map((multiline) => [
    multiline ? '_default_description_' : '_default_title_',
    new Map<string, Json>(Object.entries({ type: 'string', ...NEW, multiline })),
  ]),
);

export function isDefaultName(name: string): boolean {
  return DEFAULT_ATTRIBUTES.has(name);
}

/**
 * The one that a name means. Nothing says that names are unique: one that is not archived is meant before those that are, and `several`
 * are left where nobody but the reader can say which.
 */
export function itemNamed<T extends LiveItem>(
  live: readonly T[],
  name: string,
): { readonly one?: T; readonly several: readonly T[] } {
  const named = live.filter((item) => item.name === name);
  const active = named.filter(({ archived }) => !archived);
  const candidates = active.length > 0 ? active : named;
  const [one] = candidates;
  return one === undefined || candidates.length > 1 ? { several: candidates } : { one, several: [] };
}

/** Values of a field that mean the same: options in any order, no description and "". */
export function sameTicketValue(_field: string, a: Json, b: Json): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
  return (a === '' ? null : a) === (b === '' ? null : b);
}
