import type { Model } from '../../../types/attribute-type.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import { ApiError, invalid } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { type ApiVersion, V2_4, V2_16, V2_17 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { segmentsOf } from '../segments/store.ts';
import { showAttribute } from './show.ts';
import { aroundStandardAttributes, standardName } from './standard.ts';
import { type AttributeRecord, attributesOf, DECLARED_TYPES } from './store.ts';
import { attributeSwitchesOf } from './switches.ts';

export const attributeRoutes: readonly Route[] = [
  { method: 'GET', path: '/data_attributes', answer: listAttributes },
  { method: 'POST', path: '/data_attributes', answer: createAttribute },
  { method: 'PUT', path: '/data_attributes/:id', answer: updateAttribute },
];

/** How the API speaks of a model's attributes (intercom 1.6). */
const MODEL_WORDS: Readonly<Record<Model, string>> = { contact: 'people', company: 'company' };

/**
 * The API names "alphanumeric characters, currency symbols, and hyphens"; spaces and underscores are in use everywhere,
 * `$` is forbidden (intercom 3.4).
 */
const NAME = /^(?:(?!\$)[\p{L}\p{M}\p{N}\p{Sc} _-])+$/u;

/** All of them, unpaged; archived ones only when asked for (intercom 3.1). */
function listAttributes(call: Call): Json {
  const { workspace, query, version } = call;
  const model = query.get('model');
  const withArchived = query.get('include_archived') === 'true';
  if (model === 'conversation') {
    if (version < V2_16) return { type: 'list', data: [] };
    throw new ApiError({
      status: 422,
      code: 'parameter_invalid',
      message: 'model=conversation is no longer supported. Use GET /conversations/attributes instead',
    });
  }
  const models = model === null ? (['contact', 'company'] as const) : [readModel(model)];
  const data = models.flatMap((each) =>
    aroundStandardAttributes(each, custom(workspace, each, withArchived)),
  );
  return { type: 'list', data: data.map((attribute) => inVersion(attribute, version)) };
}

/** 2.3 bodies do not speak of the Messenger (wire); from 2.17 built-in dates are of type datetime (intercom 3.3). */
function inVersion(attribute: JsonObject, version: ApiVersion): JsonObject {
  if (version < V2_4) {
    const { messenger_writable: _unknown, ...rest } = attribute;
    return rest;
  }
  const exact = version >= V2_17 && attribute.custom === false && attribute.data_type === 'date';
  return exact ? { ...attribute, data_type: 'datetime' } : attribute;
}

function custom(workspace: Workspace, model: Model, withArchived: boolean): JsonObject[] {
  return [...attributesOf(workspace).all()]
    .filter((record) => record.model === model && (withArchived || !record.archived))
    .map(showAttribute);
}

function createAttribute(call: Call): Json {
  const { workspace, body } = call;
  const attributes = attributesOf(workspace);
  const model = readModel(body.model);
  const name = readName(body.name, attributeSwitchesOf(workspace).attributeNameCommas);
  const declared = typeof body.data_type === 'string' ? body.data_type : '';
  const dataType = DECLARED_TYPES.get(declared);
  if (dataType === undefined) throw invalid("Data Type isn't an option");
  const options =
    declared === 'options' || body.options !== undefined ? readOptions(body.options) : undefined;
  if (options !== undefined && dataType !== 'string') throw invalid("Data Type isn't an option");
  refuseTakenName(name, model, workspace);
  refuseOverLimit(workspace);
  const now = workspace.now();
  const record: AttributeRecord = {
    id: attributes.nextId(),
    model,
    name,
    data_type: dataType,
    options,
    description: typeof body.description === 'string' ? body.description : undefined,
    // intercom 9.13.
    messenger_writable: body.messenger_writable === true,
    archived: false,
    admin_id: adminsOf(workspace).me?.id ?? '',
    created_at: now,
    updated_at: now,
  };
  attributes.put(record);
  return showAttribute(record);
}

/** name, data_type and model are ignored (intercom 6); options replace the whole list, or join it (intercom 9.14). */
function updateAttribute(call: Call): Json {
  const { workspace, body } = call;
  const attributes = attributesOf(workspace);
  const id = call.param('id');
  const before = /^\d+$/.test(id) ? attributes.get(Number(id)) : undefined;
  if (before === undefined) {
    throw new ApiError({
      status: 404,
      code: 'field_not_found',
      message: "We couldn't find that data attribute to update",
    });
  }
  const { optionUpdate, unarchiveAttribute } = attributeSwitchesOf(workspace);
  const sent = body.options === undefined ? before.options : readOptions(body.options);
  const kept = optionUpdate === 'append' ? before.options : undefined;
  const options = kept === undefined ? sent : [...new Set([...kept, ...(sent ?? [])])];
  if (options !== undefined && before.data_type !== 'string') throw invalid("Data Type isn't an option");
  const archived = typeof body.archived === 'boolean' ? body.archived : before.archived;
  if (archived && !before.archived) refuseDependants(before, workspace);
  if (!archived && before.archived && !unarchiveAttribute)
    throw invalid('An archived data attribute cannot be brought back');
  if (!archived && before.archived) refuseOverLimit(workspace);
  const after: AttributeRecord = {
    ...before,
    options,
    archived,
    description: readDescription(body.description, before.description),
    messenger_writable:
      typeof body.messenger_writable === 'boolean' ? body.messenger_writable : before.messenger_writable,
    updated_at: workspace.now(),
  };
  attributes.put(after);
  return showAttribute(after);
}

/** Null clears, as "" does (intercom 3.2). */
function readDescription(value: Json | undefined, before: string | undefined): string | undefined {
  if (value === null) return '';
  return typeof value === 'string' ? value : before;
}

function readModel(value: Json | undefined): Model {
  if (value === 'contact' || value === 'company') return value;
  throw invalid('The Data Attribute model field must be either contact or company');
}

function readName(value: Json | undefined, withCommas: boolean): string {
  if (typeof value === 'string' && value.trim() !== '') {
    if (NAME.test(withCommas ? value.replaceAll(',', '') : value)) return value;
  }
  throw invalid(
    'Your name for this attribute must only contain alphanumeric characters, currency symbols, and hyphens',
  );
}

/** Sent as objects, kept as strings (intercom 3.2). */
function readOptions(value: Json | undefined): readonly string[] {
  if (value !== undefined && !Array.isArray(value)) throw invalid("Options isn't an array");
  const options = new Set((value ?? []).map(readOption));
  if (options.size < 2) throw invalid('You must have at least two options on a list type data attribute');
  return [...options];
}

/** The description has objects; intercom-client's own suite sends texts. */
function readOption(item: Json): string {
  if (typeof item === 'string' && item !== '') return item;
  const value: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'value') : undefined;
  if (typeof value !== 'string' || value === '') throw invalid('Each option must have a value');
  return value;
}

/** Names are unique over both models (intercom 9.11), archived ones included (intercom 9.9), and built-in ones are taken. */
function refuseTakenName(name: string, model: Model, workspace: Workspace): void {
  const advice = `To save this as new ${MODEL_WORDS[model]} data, use a different name.`;
  const standard = standardName(model, name);
  if (standard !== undefined)
    throw invalid(
      `'${standard}' is one of our standard attributes for your ${MODEL_WORDS[model]} data. ${advice}`,
    );
  const models: Model[] = attributeSwitchesOf(workspace).sameNameAcrossModels
    ? [model]
    : ['company', 'contact'];
  const holder = models.find((each) => attributesOf(workspace).find(each, name) !== undefined);
  if (holder !== undefined)
    throw invalid(`You already have '${name}' in your ${MODEL_WORDS[holder]} data. ${advice}`);
}

/** intercom 9.15: live custom attributes of both models together; the text is ours. */
function refuseOverLimit(workspace: Workspace): void {
  const { attributeLimit } = attributeSwitchesOf(workspace);
  if (attributesOf(workspace).liveCount < attributeLimit) return;
  throw new ApiError({
    status: 400,
    code: 'custom_data_limit_reached',
    message: `You have reached the limit of ${attributeLimit} custom data attributes`,
  });
}

/** intercom 3.7. */
function refuseDependants(record: AttributeRecord, workspace: Workspace): void {
  const key = `${record.model}/${record.name}`;
  if (segmentsOf(workspace).ofAttribute(key).length === 0) return;
  throw new ApiError({
    status: 422,
    code: 'data_invalid',
    message: 'The Data Attribute you are trying to archive has a dependant object',
  });
}
