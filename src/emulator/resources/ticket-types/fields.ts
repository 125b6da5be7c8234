import type { Json, JsonObject } from '../../../types/json.ts';
import { invalid } from '../../errors.ts';
import type { Random } from '../../random.ts';
import {
  type AttributeFlags,
  CATEGORIES,
  type Category,
  TICKET_ATTRIBUTE_TYPES,
  type TicketAttributeType,
  type TicketOptionRecord,
  type TicketTypeRecord,
} from './store.ts';

// The description knows no refusal but 401 (intercom 17.2): statuses and texts are ours.

export function readItemName(value: Json | undefined): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw invalid('name is required');
}

export function readAttributeType(value: Json | undefined): TicketAttributeType {
  const type = TICKET_ATTRIBUTE_TYPES.find((known) => known === value);
  if (type === undefined) throw invalid(`data_type must be one of ${TICKET_ATTRIBUTE_TYPES.join(', ')}`);
  return type;
}

/** What may be written of a type at any time. */
export type TypeSettings = Pick<
  TicketTypeRecord,
  'name' | 'description' | 'category' | 'icon' | 'is_internal' | 'archived'
>;

/** What does not fit is ignored, like every key that is not known (intercom 6); a category that nobody knows is refused. */
export function readTypeSettings(body: JsonObject, before: TypeSettings): TypeSettings {
  return {
    name: body['name'] === undefined ? before.name : readItemName(body['name']),
    description: textOr(body['description'], before.description),
    category: readCategory(body['category'], before.category),
    icon: textOr(body['icon'], before.icon),
    is_internal: flagOr(body['is_internal'], before.is_internal),
    archived: flagOr(body['archived'], before.archived),
  };
}

function readCategory(value: Json | undefined, before: Category): Category {
  if (value === undefined || value === null) return before;
  const category = CATEGORIES.find((known) => known === value);
  if (category === undefined) throw invalid(`category must be one of ${CATEGORIES.join(', ')}`);
  return category;
}

export function readFlags(
  body: JsonObject,
  type: TicketAttributeType,
  before: AttributeFlags,
): AttributeFlags {
  const flag = (name: keyof AttributeFlags) => flagOr(body[name], before[name]);
  return {
    required_to_create: flag('required_to_create'),
    required_to_create_for_contacts: flag('required_to_create_for_contacts'),
    visible_on_create: flag('visible_on_create'),
    visible_to_contacts: flag('visible_to_contacts'),
    multiline: type === 'string' && flag('multiline'),
    allow_multiple_values: type === 'files' && flag('allow_multiple_values'),
  };
}

/**
 * The options that a text with commas between them leaves: one of a known label stays itself, and comes back where it was archived;
 * one that is not in the text any more is archived.
 */
export function readListItems(
  value: Json | undefined,
  before: readonly TicketOptionRecord[],
  random: Random,
): readonly TicketOptionRecord[] {
  if (typeof value !== 'string') return before;
  const labels = new Set(
    value
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== ''),
  );
  const kept = before.map((option) => ({ ...option, archived: !labels.has(option.label) }));
  for (const { label } of before) labels.delete(label);
  return [...kept, ...[...labels].map((label) => ({ id: random.uuid(), label, archived: false }))];
}

export function textOr(value: Json | undefined, before: string): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : before;
}

export function flagOr(value: Json | undefined, before: boolean): boolean {
  return typeof value === 'boolean' ? value : before;
}
