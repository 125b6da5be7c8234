import type { ContactKey } from '../../types/contact-key.ts';
import type { JsonObject } from '../../types/json.ts';

export interface WireAdmin {
  readonly id: string;
  readonly email?: string | null;
  readonly name?: string | null;
}

export interface WireSublist {
  readonly data: readonly { readonly id: string }[];
  readonly total_count: number;
  readonly has_more: boolean;
}

/** A contact as read; only what the planner uses is typed, the rest stays reachable as JSON. */
export interface WireContact {
  readonly id: string;
  readonly role: 'user' | 'lead';
  readonly external_id: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  readonly avatar: { readonly image_url?: string | null } | string | null;
  readonly owner_id: string | number | null;
  readonly signed_up_at: number | null;
  readonly last_seen_at: number | null;
  readonly created_at: number;
  readonly updated_at?: number | null;
  readonly unsubscribed_from_emails: boolean;
  readonly custom_attributes: JsonObject;
  readonly tags?: WireSublist;
  readonly companies?: WireSublist;
  /** Only with include_merge_history, users only. */
  readonly merge_history?: readonly { readonly source_contact_id: string }[] | null;
}

/** What a read by id found. `merged` is the 410 of Intercom 2.16 with the id it points to. */
export type ContactRead =
  | { readonly state: 'live'; readonly contact: WireContact }
  | { readonly state: 'gone' }
  | { readonly state: 'merged'; readonly into: string | null };

/** All rows that matched any of the keys, and whether as many rows came as Intercom said there are. */
export interface ContactRows {
  readonly contacts: readonly WireContact[];
  /** Keys of the requests whose rows were incomplete; empty when all is well. */
  readonly incomplete: readonly ContactKey[];
}

export interface ContactLookup {
  readonly mergeHistory?: boolean;
  /**
   * Called with the rows of each page as it comes. The result then need not hold them, so that a lookup of a million people
   * keeps no more than its caller does. A contact that matches several keys may come several times.
   */
  readonly onRows?: (contacts: readonly WireContact[]) => void;
}
