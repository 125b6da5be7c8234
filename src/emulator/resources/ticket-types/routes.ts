import type { Json } from '../../../types/json.ts';
import { invalid, notFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { defaultAttributes, NEW_FLAGS } from './defaults.ts';
import {
  flagOr,
  readAttributeType,
  readFlags,
  readItemName,
  readListItems,
  readTypeSettings,
  textOr,
} from './fields.ts';
import { showTicketAttribute, showTicketType } from './show.ts';
import { type TicketAttributeRecord, type TicketTypeRecord, ticketTypesOf } from './store.ts';

/** Intercom 17.2. Nothing is deleted, and attributes are read with their type only. */
export const ticketTypeRoutes: readonly Route[] = [
  { method: 'GET', path: '/ticket_types', answer: listTypes },
  { method: 'POST', path: '/ticket_types', answer: createType },
  {
    method: 'GET',
    path: '/ticket_types/:id',
    answer: (call) => showTicketType(pathType(call), call.workspace),
  },
  { method: 'PUT', path: '/ticket_types/:id', answer: updateType },
  { method: 'POST', path: '/ticket_types/:id/attributes', answer: createAttribute },
  { method: 'PUT', path: '/ticket_types/:id/attributes/:attribute_id', answer: updateAttribute },
];

/** Archived ones are listed too. */
function listTypes({ workspace }: Call): Json {
  return {
    type: 'list',
    data: ticketTypesOf(workspace)
      .all()
      .map((type) => showTicketType(type, workspace)),
  };
}

/** Nothing refuses a second one of the same name. */
function createType({ workspace, body }: Call): Json {
  const store = ticketTypesOf(workspace);
  const now = workspace.now();
  const name = readItemName(body.name);
  const { archived: _, ...written } = body;
  const settings = readTypeSettings(written, {
    ...{ name, description: '', category: 'Customer', icon: '🎟️' },
    ...{ is_internal: false, archived: false },
  });
  const record: TicketTypeRecord = {
    id: store.nextId(),
    ...settings,
    created_at: now,
    updated_at: now,
    attributes: defaultAttributes(() => store.nextAttributeId(), now),
  };
  store.put(record);
  return showTicketType(record, workspace);
}

function updateType(call: Call): Json {
  const { workspace, body } = call;
  const before = pathType(call);
  const after = { ...before, ...readTypeSettings(body, before), updated_at: workspace.now() };
  ticketTypesOf(workspace).put(after);
  return showTicketType(after, workspace);
}

function createAttribute(call: Call): Json {
  const { workspace, body } = call;
  const type = pathType(call);
  const name = readItemName(body.name);
  if (typeof body.description !== 'string') throw invalid('description is required');
  const dataType = readAttributeType(body.data_type);
  const now = workspace.now();
  const record: TicketAttributeRecord = {
    id: ticketTypesOf(workspace).nextAttributeId(),
    name,
    data_type: dataType,
    description: body.description,
    order: type.attributes.length,
    ...readFlags(body, dataType, NEW_FLAGS),
    default: false,
    archived: false,
    created_at: now,
    updated_at: now,
    options: dataType === 'list' ? readListItems(body.list_items, [], workspace.random) : [],
  };
  return store(call, type, [...type.attributes, record], record);
}

/** data_type is no parameter of this call. */
function updateAttribute(call: Call): Json {
  const { workspace, body } = call;
  const type = pathType(call);
  const id = call.param('attribute_id');
  const before = type.attributes.find((attribute) => attribute.id === id);
  if (before === undefined) throw notFound('Ticket type attribute not found');
  if (before.default && body.archived === true) throw invalid('a default attribute cannot be archived');
  const after: TicketAttributeRecord = {
    ...before,
    name: body.name === undefined ? before.name : readItemName(body.name),
    description: textOr(body.description, before.description),
    ...readFlags(body, before.data_type, before),
    archived: flagOr(body.archived, before.archived),
    options:
      before.data_type === 'list' ? readListItems(body.list_items, before.options, workspace.random) : [],
    updated_at: workspace.now(),
  };
  const attributes = type.attributes.map((attribute) => (attribute.id === id ? after : attribute));
  return store(call, type, attributes, after);
}

function pathType(call: Call): TicketTypeRecord {
  const found = ticketTypesOf(call.workspace).get(call.param('id'));
  if (found === undefined) throw notFound('Ticket type not found');
  return found;
}

/** Keeps the attributes of a type and shows the one that was written. */
function store(
  { workspace }: Call,
  type: TicketTypeRecord,
  attributes: readonly TicketAttributeRecord[],
  written: TicketAttributeRecord,
): Json {
  ticketTypesOf(workspace).put({ ...type, attributes, updated_at: workspace.now() });
  return showTicketAttribute(written, type, workspace);
}
