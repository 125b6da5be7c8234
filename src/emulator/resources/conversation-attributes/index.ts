import type { Resource } from '../../resource.ts';
import { conversationAttributeRoutes } from './routes.ts';
import { type ConversationAttributesSeed, conversationAttributesSeed } from './seed.ts';
import { showConversationAttribute } from './show.ts';
import { conversationAttributesOf } from './store.ts';

/** What teams record of conversations. */
export const conversationAttributes: Resource<ConversationAttributesSeed> = {
  name: 'conversation_attributes',
  routes: conversationAttributeRoutes,
  seed: conversationAttributesSeed,
  records: (workspace) => conversationAttributesOf(workspace).all().map(showConversationAttribute),
};
