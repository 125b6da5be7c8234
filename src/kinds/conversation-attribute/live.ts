import type { Json } from '../../types/json.ts';
import {
  conversationAttributeOf,
  referenceOf,
  teamIdsOf,
  type WireConversationAttribute,
  type WireOption,
} from './calls.ts';

/** A live conversation attribute in the plan's terms. */
export interface LiveConversationAttribute {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Absent, null and "" are all "". */
  readonly description: string;
  readonly required: boolean;
  /** None means all teams. */
  readonly teamIds: readonly string[];
  readonly multiline: boolean;
  readonly reference: Json;
  readonly options: readonly LiveOption[];
  readonly archived: boolean;
  /** Unix seconds; null where the answer does not say. */
  readonly created_at: number | null;
}

export interface LiveOption {
  readonly id: string;
  readonly label: string;
  readonly archived: boolean;
}

export function liveConversationAttribute(row: WireConversationAttribute): LiveConversationAttribute {
  return {
    id: row.id,
    name: row.name,
    type: row.data_type,
    description: typeof row.description === 'string' ? row.description : '',
    required: row.required === true,
    teamIds: teamIdsOf(row),
    multiline: row.multiline === true,
    reference: referenceOf(row),
    options: (row.options ?? []).map(liveOption),
    archived: row.archived === true,
    created_at: typeof row.created_at === 'number' ? row.created_at : null,
  };
}

function liveOption({ id, label, archived }: WireOption): LiveOption {
  return { id, label, archived: archived === true };
}

/** What the answer to a write shows. */
export function answeredAttribute(body: Json): LiveConversationAttribute {
  return liveConversationAttribute(conversationAttributeOf(body));
}

/** The options that can be chosen, in the order of the list. */
export function activeOptions({ options }: LiveConversationAttribute): readonly LiveOption[] {
  return options.filter(({ archived }) => !archived);
}

/** Those of this name that are not archived. Names are not unique, and their case counts. */
export function activeOf(
  live: readonly LiveConversationAttribute[],
  name: string,
): readonly LiveConversationAttribute[] {
  return live.filter((attribute) => attribute.name === name && !attribute.archived);
}
