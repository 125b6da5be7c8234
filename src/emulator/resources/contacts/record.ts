import type { Json, JsonObject } from '../../../types/json.ts';
import type { Role } from '../../../types/person.ts';
import { EMPTY_LIST, EMPTY_OBJECT } from '../../empty.ts';

/** What became of a contact (intercom 4.9). Only live ones are read, listed and found. */
export type ContactState = 'live' | 'archived' | 'deleted' | 'merged' | 'blocked';

export interface TagLink {
  readonly id: string;
  readonly applied_at: number;
  readonly admin_id: string;
}

export interface MergeEntry {
  readonly source_contact_id: string;
  readonly source_contact_role: Role;
  readonly merged_at: number;
}

/**
 * A contact as stored. Records are never changed, only replaced, so that the lagging index can keep the old one.
 * Times are unix seconds.
 */
export interface ContactRecord {
  readonly id: string;
  readonly state: ContactState;
  /** Where it went, when merged. */
  readonly merged_into: string | null;
  readonly role: Role;
  readonly external_id: string | null;
  /** `''` once it was cleared (intercom 8.6). */
  readonly email: string | null;
  readonly phone: string | null;
  readonly name: string | null;
  /** The image URL. */
  readonly avatar: string | null;
  readonly owner_id: string | null;
  readonly signed_up_at: number | null;
  readonly last_seen_at: number | null;
  readonly unsubscribed_from_emails: boolean;
  readonly created_at: number;
  readonly updated_at: number;
  /** A cleared value stays as a key with null (intercom 8.7). */
  readonly custom_attributes: JsonObject;
  readonly tags: readonly TagLink[];
  /** Intercom ids. */
  readonly companies: readonly string[];
  readonly notes: readonly string[];
  /** Ids of the subscription types that the contact opted out of, or into. */
  readonly subscriptions: readonly string[];
  /** Newest last. */
  readonly merge_history: readonly MergeEntry[];
  /** What Intercom observes and nobody can write through the API: location, browser, last_contacted_at and so on. */
  readonly observed: Readonly<Record<string, Json>>;
}

/** The keys of `observed`, by which the API shows them. */
export const OBSERVED_FIELDS = [
  ...['social_profiles', 'has_hard_bounced', 'marked_email_as_spam', 'last_replied_at', 'last_contacted_at'],
  ...['last_email_opened_at', 'last_email_clicked_at', 'language_override', 'browser', 'browser_version'],
  ...['browser_language', 'os', 'location', 'android_app_name', 'android_app_version', 'android_device'],
  ...['android_os_version', 'android_sdk_version', 'android_last_seen_at', 'ios_app_name', 'ios_app_version'],
  ...['ios_device', 'ios_os_version', 'ios_sdk_version', 'ios_last_seen_at', 'utm_campaign', 'utm_content'],
  ...['utm_medium', 'utm_source', 'utm_term', 'referrer', 'enabled_push_messaging'],
] as const;

/** A live contact with nothing in it. */
export function blankContact(id: string, role: Role, now: number): ContactRecord {
  return {
    id,
    state: 'live',
    merged_into: null,
    role,
    external_id: null,
    email: null,
    phone: null,
    name: null,
    avatar: null,
    owner_id: null,
    signed_up_at: null,
    last_seen_at: null,
    unsubscribed_from_emails: false,
    created_at: now,
    updated_at: now,
    custom_attributes: EMPTY_OBJECT,
    tags: EMPTY_LIST,
    companies: EMPTY_LIST,
    notes: EMPTY_LIST,
    subscriptions: EMPTY_LIST,
    merge_history: EMPTY_LIST,
    observed: EMPTY_OBJECT,
  };
}
