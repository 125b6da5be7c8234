import type { Json } from '../../../types/json.ts';
import { invalid, notFound } from '../../errors.ts';
import type { Call } from '../../router.ts';
import { V2_16 } from '../../version.ts';
import type { ContactRecord } from './record.ts';
import { contactsOf } from './store.ts';

/** Why two contacts cannot be merged, by the codes of a preview (intercom 15.1). */
export type MergeRefusal = 'invalid_merge_role_pair' | 'no_shared_identifier';

/**
 * The two contacts that a merge or its preview names.
 *
 * @throws ApiError 400 without both, 404 where one is not live.
 */
export function readPair({ workspace, body }: Call): {
  readonly from: ContactRecord;
  readonly into: ContactRecord;
} {
  if (typeof body.from !== 'string' || typeof body.into !== 'string')
    throw invalid('Both from and into are required');
  const contacts = contactsOf(workspace);
  const from = contacts.live(body.from);
  const into = contacts.live(body.into);
  if (from === undefined || into === undefined) throw notFound('Contact Not Found');
  return { from, into };
}

/** The roles, then from 2.16 on what the two share, unless that is not asked for (intercom 4.7). */
export function mergeRefusal(
  from: ContactRecord,
  into: ContactRecord,
  { version, body }: Pick<Call, 'version' | 'body'>,
): MergeRefusal | undefined {
  if (from.role !== 'lead' || into.role !== 'user') return 'invalid_merge_role_pair';
  if (version < V2_16 || body.skip_duplicate_validation === true || areDuplicates(from, into))
    return undefined;
  return 'no_shared_identifier';
}

/** intercom 9.21: email or phone, the email without case. */
function areDuplicates(from: ContactRecord, into: ContactRecord): boolean {
  if (from.email && from.email.toLowerCase() === into.email?.toLowerCase()) return true;
  return Boolean(from.phone) && from.phone === into.phone;
}

/**
 * `into` wins a clash, what it lacks is copied, lists are united (intercom 4.7). The lead's external_id is Intercom's own UUID
 * and stays behind.
 */
export function afterMerge(from: ContactRecord, into: ContactRecord, now: number): ContactRecord {
  return {
    ...into,
    email: into.email || from.email,
    phone: into.phone ?? from.phone,
    name: into.name ?? from.name,
    avatar: into.avatar ?? from.avatar,
    owner_id: into.owner_id ?? from.owner_id,
    signed_up_at: into.signed_up_at ?? from.signed_up_at,
    last_seen_at: into.last_seen_at ?? from.last_seen_at,
    custom_attributes: copyMissing(from.custom_attributes, into.custom_attributes),
    observed: copyMissing(from.observed, into.observed),
    tags: [...into.tags, ...from.tags.filter((tag) => !into.tags.some((own) => own.id === tag.id))],
    companies: [...new Set([...into.companies, ...from.companies])],
    notes: [...into.notes, ...from.notes],
    subscriptions: [...new Set([...into.subscriptions, ...from.subscriptions])],
    merge_history: [
      ...into.merge_history,
      { source_contact_id: from.id, source_contact_role: from.role, merged_at: now },
    ],
    updated_at: now,
  };
}

/** A key with null counts as missing (intercom 8.7). */
function copyMissing(
  from: Readonly<Record<string, Json>>,
  into: Readonly<Record<string, Json>>,
): Readonly<Record<string, Json>> {
  const copied = Object.entries(from).filter(([name, value]) => {
    const own = Object.hasOwn(into, name) ? into[name] : undefined;
    return value !== null && (own === undefined || own === null);
  });
  return { ...into, ...Object.fromEntries(copied) };
}
