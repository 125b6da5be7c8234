import { isJsonObject, type Json } from '../../../types/json.ts';
import { readCount, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { readCursor } from '../../search/cursor.ts';
import { readOrder, sortEntries } from '../../search/order.ts';
import { cutPage } from '../../search/page.ts';
import { type CompiledQuery, compileQuery, runQuery } from '../../search/query.ts';
import { appOf } from '../app/store.ts';
import { contactSwitchesOf } from '../contacts/switches.ts';
import type { ConversationRecord } from './record.ts';
import { conversationFields } from './search-fields.ts';
import { showListed } from './show.ts';
import { conversationsOf } from './store.ts';

/** "The default is 20 results per page." */
const PER_PAGE = 20;
const NEWEST_FIRST = { field: 'updated_at', order: 'descending' };

export const conversationListRoutes: readonly Route[] = [
  { method: 'GET', path: '/conversations', answer: listConversations },
  { method: 'POST', path: '/conversations/search', reads: true, answer: searchConversations },
];

function listConversations(call: Call): Json {
  const { query } = call;
  const asked = {
    per_page: query.get('per_page'),
    starting_after: query.get('starting_after'),
    page: query.get('page'),
  };
  return answerPage(undefined, NEWEST_FIRST, asked, call);
}

/** As contacts are searched (intercom 4.6), by the fields of conversations. */
function searchConversations(call: Call): Json {
  const { workspace, body, version } = call;
  const { inLimit, orLimit, orInOr } = contactSwitchesOf(workspace);
  const { timezone } = appOf(workspace).record;
  const { cost } = conversationsOf(workspace).index;
  const context = { fieldOf: conversationFields, version, timezone, inLimit, orLimit, orInOr, cost };
  const query = compileQuery(body.query, context);
  const asked = isJsonObject(body.pagination) ? body.pagination : {};
  return answerPage(query, body.sort ?? NEWEST_FIRST, asked, call);
}

function answerPage(
  query: CompiledQuery<ConversationRecord> | undefined,
  sort: Json,
  asked: Readonly<Record<string, Json | undefined>>,
  { workspace }: Call,
): Json {
  const { index } = conversationsOf(workspace);
  index.settle(workspace.nowMs());
  const order = readOrder(sort, conversationFields);
  const found = query === undefined ? [...index.all()] : runQuery(query, index);
  const { starting_after: cursor } = asked;
  const page = cutPage(sortEntries(found, order), order, {
    perPage: readPerPage(asked.per_page, PER_PAGE),
    cursor: cursor === undefined || cursor === null ? undefined : readCursor(cursor),
    page: readCount(asked.page) ?? 1,
  });
  return {
    type: 'conversation.list',
    pages: page.pages,
    total_count: page.total,
    conversations: page.records.map((record) => showListed(record, workspace)),
  };
}
