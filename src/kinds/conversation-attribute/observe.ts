import type { Catalog } from '../../types/catalog.ts';
import type { IntercomReader } from '../../types/intercom.ts';
import type { Unread } from '../../types/unread.ts';
import { listWhereAllowed } from '../not-read.ts';
import { CONVERSATION_ATTRIBUTES, TEAMS, type WireTeam } from './calls.ts';
import { type ConversationAttributeDeclaration, declaredTeams } from './declaration.ts';
import { type LiveConversationAttribute, liveConversationAttribute } from './live.ts';

/** What was read of conversation attributes. */
export interface ObservedConversationAttributes {
  readonly live: readonly LiveConversationAttribute[];
  /** Empty where no manifest says who sees an attribute. */
  readonly teams: readonly WireTeam[] | Unread;
}

/** Reads nothing where nothing is declared: a token that may not read them makes every other plan as before. */
export async function observeConversationAttributes(
  declared: readonly ConversationAttributeDeclaration[],
  _catalog: Catalog,
  reader: IntercomReader,
): Promise<ObservedConversationAttributes> {
  if (declared.length === 0) return { live: [], teams: [] };
  const [rows, teams] = await Promise.all([
    reader.list(CONVERSATION_ATTRIBUTES),
    declared.some((declaration) => declaredTeams(declaration) !== undefined)
      ? listWhereAllowed(reader, TEAMS)
      : [],
  ]);
  return { live: rows.map(liveConversationAttribute), teams };
}
