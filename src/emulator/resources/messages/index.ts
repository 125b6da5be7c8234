import type { Resource } from '../../resource.ts';
import { messageRoutes } from './routes.ts';
import { messagesOf } from './store.ts';

/** Messages that admins send. */
export const messages: Resource = {
  name: 'messages',
  routes: messageRoutes,
  records: (workspace) => messagesOf(workspace).map((message) => ({ ...message, to: [...message.to] })),
};
