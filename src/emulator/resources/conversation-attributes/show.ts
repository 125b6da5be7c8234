import type { JsonObject } from '../../../types/json.ts';
import type { ConversationAttributeRecord } from './store.ts';

/** With the keys of its type (intercom 17.1). Archived options stay in the list. */
export function showConversationAttribute(record: ConversationAttributeRecord): JsonObject {
  const { multiline, options, reference, visible_to_team_ids: teams, ...rest } = record;
  return {
    type: 'conversation_attribute',
    ...rest,
    visible_to_team_ids: [...teams],
    ...(rest.data_type === 'string' ? { multiline } : {}),
    ...(rest.data_type === 'list' ? { options: options.map((option) => ({ ...option })) } : {}),
    ...(reference === undefined ? {} : { reference }),
  };
}
