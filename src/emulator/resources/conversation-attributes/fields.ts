import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { Random } from '../../random.ts';
import { CONVERSATION_ATTRIBUTE_TYPES, type ConversationAttributeType, type OptionRecord } from './store.ts';

/** 422 with the null request_id of the description's examples. */
export function refusedParameter(message: string): ApiError {
  return new ApiError({ status: 422, code: 'parameter_invalid', message, requestId: 'null' });
}

export function readType(value: Json | undefined): ConversationAttributeType {
  const type = CONVERSATION_ATTRIBUTE_TYPES.find((known) => known === value);
  if (type !== undefined) return type;
  const shown = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  throw new ApiError({
    status: 422,
    code: 'parameter_invalid',
    message: `data_type '${shown}' is not valid. Allowed types: ${CONVERSATION_ATTRIBUTE_TYPES.join(', ')}`,
  });
}

/** The text is ours: the description does not say how a name that is missing is refused. */
export function readName(value: Json | undefined): string {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw refusedParameter('name is required');
}

/** The body of the two calls that write an option: nothing but its label. */
export function readLabel(body: JsonObject): string {
  if (Object.keys(body).some((key) => key !== 'label')) throw refusedParameter("only 'label' is accepted");
  const { label } = body;
  if (label === undefined || label === null || label === '') throw refusedParameter('label is required');
  if (typeof label !== 'string') throw refusedParameter('label must be a string');
  return label;
}

/** At least two, as for the last that are left of a list: the description speaks of those only. */
export function readOptions(value: Json | undefined, random: Random): readonly OptionRecord[] {
  const given: readonly Json[] = Array.isArray(value) ? value : [];
  if (given.length < minOptions) throw tooFewOptions();
  return given.map((option) => newOption(readLabel(isJsonObject(option) ? option : {}), random));
}

export function newOption(label: string, random: Random): OptionRecord {
  return { id: random.uuid(), label, archived: false };
}

const minOptions = 2;

export function isEnough(options: readonly OptionRecord[]): boolean {
  return options.filter(({ archived }) => !archived).length >= minOptions;
}

export function tooFewOptions(): ApiError {
  return refusedParameter('A list attribute must have at least 2 active options');
}

/** What may be written at any time; what does not fit is ignored, like every key that is not known (intercom 6). */
export interface Settings {
  readonly description: string;
  readonly required: boolean;
  readonly visible_to_team_ids: readonly string[];
  readonly multiline: boolean;
  readonly reference: JsonObject | undefined;
}

export function readSettings(body: JsonObject, type: ConversationAttributeType, before: Settings): Settings {
  const { description, required, visible_to_team_ids: teams, multiline, reference } = body;
  return {
    description: description === null ? '' : textOr(description, before.description),
    required: typeof required === 'boolean' ? required : before.required,
    visible_to_team_ids: Array.isArray(teams) ? teams.map(String) : before.visible_to_team_ids,
    multiline: type === 'string' && typeof multiline === 'boolean' ? multiline : before.multiline,
    reference: type === 'relationship' ? readReference(reference, before.reference) : undefined,
  };
}

function textOr(value: Json | undefined, before: string): string {
  return typeof value === 'string' ? value : before;
}

/** Its type is required; the text is ours. */
function readReference(value: Json | undefined, before: JsonObject | undefined): JsonObject | undefined {
  if (!isJsonObject(value)) return before;
  const { type, object_type_id: objectType } = value;
  if (type !== 'one' && type !== 'many') throw refusedParameter('reference type must be one or many');
  return { type, ...(typeof objectType === 'string' ? { object_type_id: objectType } : {}) };
}
