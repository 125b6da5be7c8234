import type { AttributeFlags, TicketAttributeRecord } from './store.ts';

export const NEW_FLAGS: AttributeFlags = {
  required_to_create: false,
  required_to_create_for_contacts: false,
  visible_on_create: true,
  visible_to_contacts: true,
  multiline: false,
  allow_multiple_values: false,
};

/** The two attributes that every type comes with (intercom 17.2). */
export function defaultAttributes(newId: () => string, now: number): readonly TicketAttributeRecord[] {
  return ['_default_title_', '_default_description_'].map((name, order) => ({
    id: newId(),
    name,
    data_type: 'string',
    description: '',
    order,
    ...NEW_FLAGS,
    multiline: name === '_default_description_',
    default: true,
    archived: false,
    created_at: now,
    updated_at: now,
    options: [],
  }));
}
