import type { Resource } from '../../resource.ts';
import { conversationListRoutes } from './lists.ts';
import { participantRoutes } from './participants.ts';
import { redactionRoute } from './redaction.ts';
import { conversationReplyRoutes } from './replies.ts';
import { conversationRoutes } from './routes.ts';
import { type ConversationsSeed, conversationsSeed } from './seed.ts';
import { showConversation } from './show.ts';
import { conversationsOf } from './store.ts';
import { conversationTagRoutes } from './tagging.ts';

/** Conversations of contacts and admins, as far as the API makes them: nobody is told of anything. */
export const conversations: Resource<ConversationsSeed> = {
  name: 'conversations',
  routes: [
    ...conversationRoutes,
    ...conversationListRoutes,
    ...conversationReplyRoutes,
    ...participantRoutes,
    redactionRoute,
    ...conversationTagRoutes,
  ],
  seed: conversationsSeed,
  records: (workspace) =>
    conversationsOf(workspace)
      .all()
      .map((record) => showConversation(record, workspace)),
};
