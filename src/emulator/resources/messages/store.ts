import { storeOf } from '../../workspace.ts';

/** What an admin sent; nobody receives it. */
export interface MessageRecord {
  readonly id: string;
  readonly admin_id: string;
  /** Ids of contacts. */
  readonly to: readonly string[];
  readonly message_type: 'inapp' | 'email';
  readonly subject: string;
  readonly body: string;
  readonly created_at: number;
}

/** In the order of sending. */
export const messagesOf = storeOf((): MessageRecord[] => []);
