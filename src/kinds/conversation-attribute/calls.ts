import { isJsonObject, type Json, type JsonObject } from '../../types/json.ts';
import type { ListCall } from '../../types/wire-call.ts';
import { idOf, objectOf, requiredText, scalarText } from '../wire/wire-fields.ts';

/** A conversation attribute as read (intercom 17.1). Its id is a number on the wire. */
export interface WireConversationAttribute extends JsonObject {
  readonly id: string;
  readonly name: string;
  readonly data_type: string;
  readonly options: readonly WireOption[];
}

export interface WireOption extends JsonObject {
  /** A UUID: what the calls about one option name it by. */
  readonly id: string;
  readonly label: string;
}

export interface WireTeam {
  readonly id: string;
  readonly name: string;
}

/** Every conversation attribute, archived ones included. */
export const CONVERSATION_ATTRIBUTES: ListCall<WireConversationAttribute> = {
  path: '/conversations/attributes?include_archived=true',
  names: ['data'],
  row: conversationAttributeOf,
};

/** Every team of the workspace, in which an attribute may be shown. */
export const TEAMS: ListCall<WireTeam> = {
  path: '/teams',
  names: ['teams', 'data'],
  row: (row) => {
    const team = objectOf(row, 'a team');
    return { id: idOf(team, 'a team'), name: requiredText(team, 'name') };
  },
};

/** Also what every write about one answers. */
export function conversationAttributeOf(row: Json): WireConversationAttribute {
  const attribute = objectOf(row, 'a conversation attribute');
  const { options } = attribute;
  return {
    ...attribute,
    id: idOf(attribute, 'a conversation attribute'),
    name: requiredText(attribute, 'name'),
    data_type: requiredText(attribute, 'data_type'),
    ...(Array.isArray(options) ? { options: options.map(optionOf) } : { options: [] }),
  };
}

function optionOf(row: Json): WireOption {
  const option = objectOf(row, 'an option');
  return { ...option, id: idOf(option, 'an option'), label: requiredText(option, 'label') };
}

/** The ids of the teams that see it; none means all teams. */
export function teamIdsOf({ visible_to_team_ids: ids }: WireConversationAttribute): readonly string[] {
  if (!Array.isArray(ids)) return [];
  return ids.flatMap((id: Json) => scalarText(id) ?? []);
}

/** What a relationship leads to; null where the answer does not say. */
export function referenceOf({ reference }: WireConversationAttribute): Json {
  if (!isJsonObject(reference)) return null;
  const { type = null, object_type_id: objectType = null } = reference;
  return { type, object_type_id: objectType };
}
