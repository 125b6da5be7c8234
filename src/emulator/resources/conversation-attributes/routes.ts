import type { Json } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { V2_16 } from '../../version.ts';
import { adminsOf } from '../admins/store.ts';
import {
  isEnough,
  newOption,
  readLabel,
  readName,
  readOptions,
  readSettings,
  readType,
  refusedParameter,
  type Settings,
  tooFewOptions,
} from './fields.ts';
import { showConversationAttribute } from './show.ts';
import { type ConversationAttributeRecord, conversationAttributesOf, type OptionRecord } from './store.ts';

const PATH = '/conversations/attributes';

/** Intercom 17.1; every call answers the whole attribute. */
export const conversationAttributeRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, since: V2_16, answer: listAttributes },
  { method: 'POST', path: PATH, since: V2_16, answer: createAttribute },
  {
    method: 'GET',
    path: `${PATH}/:id`,
    since: V2_16,
    answer: (call) => showConversationAttribute(pathAttribute(call)),
  },
  { method: 'PUT', path: `${PATH}/:id`, since: V2_16, answer: updateAttribute },
  { method: 'DELETE', path: `${PATH}/:id`, since: V2_16, answer: archiveAttribute },
  { method: 'POST', path: `${PATH}/:id/options`, since: V2_16, answer: addOption },
  { method: 'PUT', path: `${PATH}/:id/options/:option_id`, since: V2_16, answer: renameOption },
  { method: 'DELETE', path: `${PATH}/:id/options/:option_id`, since: V2_16, answer: archiveOption },
];

function listAttributes({ workspace, query }: Call): Json {
  const withArchived = query.get('include_archived') === 'true';
  const listed = conversationAttributesOf(workspace)
    .all()
    .filter(({ archived }) => withArchived || !archived);
  return { type: 'list', data: listed.map(showConversationAttribute) };
}

const NEW: Settings = {
  description: '',
  required: false,
  visible_to_team_ids: [],
  multiline: false,
  reference: undefined,
};

/** Nothing refuses a second one of the same name. */
function createAttribute({ workspace, body }: Call): Json {
  const name = readName(body.name);
  const type = readType(body.data_type);
  const now = workspace.now();
  const record: ConversationAttributeRecord = {
    id: conversationAttributesOf(workspace).nextId(),
    name,
    data_type: type,
    ...readSettings(body, type, NEW),
    archived: false,
    created_at: now,
    updated_at: now,
    admin_id: adminsOf(workspace).me?.id ?? '',
    options: type === 'list' ? readOptions(body.options, workspace.random) : [],
  };
  if (type === 'relationship' && record.reference === undefined)
    throw refusedParameter('reference is required');
  return store(record, workspace);
}

/** data_type, options and archived are no parameters of this call. */
function updateAttribute(call: Call): Json {
  const { body } = call;
  const before = pathAttribute(call);
  const name = body.name === undefined ? before.name : readName(body.name);
  return change(call, { ...before, name, ...readSettings(body, before.data_type, before) });
}

/** There is no way back. */
function archiveAttribute(call: Call): Json {
  return change(call, { ...pathAttribute(call), archived: true });
}

function addOption(call: Call): Json {
  const before = pathList(call);
  const added = newOption(readLabel(call.body), call.workspace.random);
  return change(call, { ...before, options: [...before.options, added] });
}

function renameOption(call: Call): Json {
  const before = pathList(call);
  const { id } = pathOption(call, before);
  const label = readLabel(call.body);
  return change(call, withOption(before, id, { label }));
}

function archiveOption(call: Call): Json {
  const before = pathList(call);
  const { id, archived } = pathOption(call, before);
  const after = withOption(before, id, { archived: true });
  if (!archived && !isEnough(after.options)) throw tooFewOptions();
  return change(call, after);
}

function withOption(
  record: ConversationAttributeRecord,
  id: string,
  changed: Partial<OptionRecord>,
): ConversationAttributeRecord {
  return {
    ...record,
    options: record.options.map((option) => (option.id === id ? { ...option, ...changed } : option)),
  };
}

function pathAttribute(call: Call): ConversationAttributeRecord {
  const id = call.param('id');
  const found = /^\d+$/.test(id) ? conversationAttributesOf(call.workspace).get(Number(id)) : undefined;
  if (found === undefined) throw notFound('Conversation attribute not found');
  return found;
}

function pathList(call: Call): ConversationAttributeRecord {
  const found = pathAttribute(call);
  if (found.data_type !== 'list') throw refusedParameter('Options can only be managed on list attributes');
  return found;
}

function pathOption(call: Call, { options }: ConversationAttributeRecord): OptionRecord {
  const found = options.find(({ id }) => id === call.param('option_id'));
  if (found === undefined) throw notFound('List option not found');
  return found;
}

function notFound(message: string): ApiError {
  return new ApiError({
    status: 404,
    code: 'conversation_attribute_not_found',
    message,
    requestId: 'null',
  });
}

function change({ workspace }: Call, after: ConversationAttributeRecord): Json {
  return store({ ...after, updated_at: workspace.now() }, workspace);
}

function store(record: ConversationAttributeRecord, workspace: Call['workspace']): Json {
  conversationAttributesOf(workspace).put(record);
  return showConversationAttribute(record);
}
