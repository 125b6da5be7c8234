import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { type ApiVersion, V2_4, V2_13, V2_16 } from '../../version.ts';
import type { Workspace } from '../../workspace.ts';
import { appOf } from '../app/store.ts';
import { attributesOf } from '../attributes/store.ts';
import { type ConsentType, subscriptionTypesOf } from '../subscriptions/store.ts';
import type { ContactRecord, MergeEntry } from './record.ts';

/** "at most 10 entries" of a sub-list are embedded (intercom 4.1). */
const EMBEDDED_LIMIT = 10;

export interface ContactView {
  readonly workspace: Workspace;
  readonly version: ApiVersion;
  /** From the index: a cleared email answers null rather than '' (intercom 8.6). */
  readonly fromIndex: boolean;
  /** `?include_merge_history=true`, 2.16 and later. */
  readonly mergeHistory: boolean;
}

/** The contact object of intercom 4.1. */
export function showContact(record: ContactRecord, view: ContactView): JsonObject {
  const { workspace, version } = view;
  const { id } = record;
  const seen = (name: string): Json => record.observed[name] ?? null;
  return {
    type: 'contact',
    id,
    workspace_id: appOf(workspace).record.id_code,
    external_id: record.external_id,
    role: record.role,
    email: view.fromIndex && record.email === '' ? null : record.email,
    phone: record.phone,
    name: record.name,
    avatar: record.avatar === null ? null : { type: 'avatar', image_url: record.avatar },
    owner_id: showOwner(record.owner_id, version),
    social_profiles: record.observed.social_profiles ?? { type: 'list', data: [] },
    has_hard_bounced: record.observed.has_hard_bounced ?? false,
    marked_email_as_spam: record.observed.marked_email_as_spam ?? false,
    unsubscribed_from_emails: record.unsubscribed_from_emails,
    created_at: record.created_at,
    updated_at: record.updated_at,
    signed_up_at: record.signed_up_at,
    last_seen_at: record.last_seen_at,
    last_replied_at: seen('last_replied_at'),
    last_contacted_at: seen('last_contacted_at'),
    last_email_opened_at: seen('last_email_opened_at'),
    last_email_clicked_at: seen('last_email_clicked_at'),
    language_override: seen('language_override'),
    browser: seen('browser'),
    browser_version: seen('browser_version'),
    browser_language: seen('browser_language'),
    os: seen('os'),
    location: showLocation(record, version),
    android_app_name: seen('android_app_name'),
    android_app_version: seen('android_app_version'),
    android_device: seen('android_device'),
    android_os_version: seen('android_os_version'),
    android_sdk_version: seen('android_sdk_version'),
    android_last_seen_at: seen('android_last_seen_at'),
    ios_app_name: seen('ios_app_name'),
    ios_app_version: seen('ios_app_version'),
    ios_device: seen('ios_device'),
    ios_os_version: seen('ios_os_version'),
    ios_sdk_version: seen('ios_sdk_version'),
    ios_last_seen_at: seen('ios_last_seen_at'),
    custom_attributes: attributesOf(workspace).visible('contact', record.custom_attributes),
    tags: sublist(
      record.tags.map((tag) => tag.id),
      'tag',
      '/tags',
      `/contacts/${id}/tags`,
    ),
    notes: sublist(record.notes, 'note', '/notes', `/contacts/${id}/notes`),
    companies: sublist(record.companies, 'company', '/companies', `/contacts/${id}/companies`),
    ...(version >= V2_4 ? showSince2_4(record, workspace) : {}),
    ...(view.mergeHistory && record.role === 'user'
      ? { merge_history: [...record.merge_history].reverse().map(showMergeEntry) }
      : {}),
  };
}

/** What bodies up to 2.3 lack (intercom 4.1). */
function showSince2_4(record: ContactRecord, workspace: Workspace): JsonObject {
  const { observed } = record;
  return {
    opted_out_subscription_types: showChoices(record, 'opt_out', workspace),
    opted_in_subscription_types: showChoices(record, 'opt_in', workspace),
    utm_campaign: observed.utm_campaign ?? null,
    utm_content: observed.utm_content ?? null,
    utm_medium: observed.utm_medium ?? null,
    utm_source: observed.utm_source ?? null,
    utm_term: observed.utm_term ?? null,
    referrer: observed.referrer ?? null,
    enabled_push_messaging: observed.enabled_push_messaging ?? null,
  };
}

function showChoices(record: ContactRecord, consent: ConsentType, workspace: Workspace): JsonObject {
  const types = subscriptionTypesOf(workspace);
  const ids = record.subscriptions.filter((id) => types.get(id)?.consent_type === consent);
  return sublist(ids, 'subscription', '/subscription_types', `/contacts/${record.id}/subscriptions`);
}

/** An entry of the merge history (intercom 4.7). */
export function showMergeEntry(entry: MergeEntry): JsonObject {
  return { type: 'merge_history', ...entry };
}

/** What archive, unarchive, delete and block answer: the 2.3 wire form below 2.13 (intercom 11.5). */
export function showContactState(record: ContactRecord, state: JsonObject, version: ApiVersion): JsonObject {
  if (version < V2_13) return { id: record.id, ...state, object: 'contact' };
  return { type: 'contact', id: record.id, external_id: record.external_id, ...state };
}

/** A string from 2.16, an integer before (intercom 0.4). */
function showOwner(ownerId: string | null, version: ApiVersion): Json {
  if (ownerId === null || version >= V2_16) return ownerId;
  return Number(ownerId);
}

function showLocation(record: ContactRecord, version: ApiVersion): JsonObject {
  const seen = record.observed.location;
  const known = isJsonObject(seen) ? seen : {};
  const codes = version >= V2_4 ? { country_code: null, continent_code: null } : {};
  return { type: 'location', country: null, region: null, city: null, ...codes, ...known };
}

function sublist(ids: readonly string[], type: string, path: string, url: string): JsonObject {
  return {
    type: 'list',
    data: ids.slice(0, EMBEDDED_LIMIT).map((id) => ({ id, type, url: `${path}/${id}` })),
    url,
    total_count: ids.length,
    has_more: ids.length > EMBEDDED_LIMIT,
  };
}
