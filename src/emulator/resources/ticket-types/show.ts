import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { appOf } from '../app/store.ts';
import type { TicketAttributeRecord, TicketTypeRecord } from './store.ts';

export function showTicketType(record: TicketTypeRecord, workspace: Workspace): JsonObject {
  const { attributes, ...rest } = record;
  return {
    type: 'ticket_type',
    ...rest,
    workspace_id: appOf(workspace).record.id_code,
    ticket_type_attributes: {
      type: 'list',
      data: attributes.map((attribute) => showTicketAttribute(attribute, record, workspace)),
    },
    ticket_states: {
      type: 'list',
      data: STATES.map(([category, internal, external], at) => ({
        type: 'ticket_state',
        id: String(8000 + Number(record.id) * STATES.length + at),
        category,
        internal_label: internal,
        external_label: external,
      })),
    },
  };
}

export function showTicketAttribute(
  attribute: TicketAttributeRecord,
  { id }: Pick<TicketTypeRecord, 'id'>,
  workspace: Workspace,
): JsonObject {
  const { options: _, multiline: __, allow_multiple_values: ___, ...rest } = attribute;
  return {
    type: 'ticket_type_attribute',
    ...rest,
    workspace_id: appOf(workspace).record.id_code,
    input_options: inputOptions(attribute),
    ticket_type_id: Number(id),
  };
}

/** By type. That `list_options` holds archived ones too is taken from programs that read it (intercom 17.2). */
function inputOptions({
  data_type: type,
  options,
  multiline,
  allow_multiple_values,
}: TicketAttributeRecord): JsonObject {
  switch (type) {
    case 'string':
      return { multiline };
    case 'list':
      return { list_options: options.map((option) => ({ ...option })) };
    case 'files':
      return { allow_multiple_values };
    default:
      return {};
  }
}

/** The states of every type, as the examples of the description show them. */
const STATES = [
  ['submitted', 'Submitted', 'Submitted'],
  ['in_progress', 'In progress', 'In progress'],
  ['waiting_on_customer', 'Waiting on customer', 'Waiting on you'],
  ['resolved', 'Resolved', 'Resolved'],
] as const;
