import type { Snapshotting } from '../../types/kind/snapshot.ts';
import { array, object, string } from '../../types/shape.ts';
import { pickedRow } from '../wire/picked-row.ts';
import { TICKET_TYPES, type WireTicketAttribute, type WireTicketType } from './calls.ts';

/** Archived ones too: one that is declared is unarchived. */
export const ticketTypeSnapshot: Snapshotting<WireTicketType> = {
  key: 'ticket_types',
  shape: object({
    id: string,
    name: string,
    ticket_type_attributes: object({ data: array(object({ id: string, name: string, data_type: string })) }),
  }),
  call: TICKET_TYPES,
  row: (row) => ({
    ...pickedRow(row, [
      ...(['id', 'name', 'category', 'icon', 'description', 'is_internal'] as const),
      ...(['archived', 'created_at'] as const),
    ]),
    ticket_type_attributes: { data: row.ticket_type_attributes.data.map(usedOf) },
  }),
  sortedBy: ({ id }) => id.padStart(20, '0'),
};

function usedOf(attribute: WireTicketAttribute): WireTicketAttribute {
  return pickedRow(attribute, [
    ...(['id', 'name', 'data_type', 'description', 'default', 'archived', 'created_at'] as const),
    ...(['required_to_create', 'required_to_create_for_contacts'] as const),
    ...(['visible_on_create', 'visible_to_contacts', 'input_options', 'allow_multiple_values'] as const),
  ]);
}
