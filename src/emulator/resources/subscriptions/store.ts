import { NumberedRecords } from '../../numbered-records.ts';
import { storeOf } from '../../workspace.ts';

export type ConsentType = 'opt_out' | 'opt_in';

/** A subscription type; made in the UI only (intercom 5.6). */
export interface SubscriptionTypeRecord {
  /** Digits. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly locale: string;
  readonly state: 'live' | 'draft' | 'archived';
  /** Whether a contact who chose it wants its messages, or none of them. */
  readonly consent_type: ConsentType;
  readonly content_types: readonly ('email' | 'sms_message')[];
}

/** Contacts keep the ids of those that they chose. */
export const subscriptionTypesOf = storeOf(() => new NumberedRecords<SubscriptionTypeRecord>(134));
