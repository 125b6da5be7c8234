import { address } from '../../../types/address.ts';
import { type Change, type FieldChange, isMembership, type MembershipChange } from '../../../types/change.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { BulkJob, KnownIds } from '../../../types/kind/bulk-writing.ts';
import type { Step, WriteRequest } from '../../../types/step.ts';
import { type GetCall, MalformedAnswer } from '../../../types/wire-call.ts';
import { pathSegment } from '../../wire/path-segment.ts';
import { idOf as idIn, objectOf } from '../../wire/wire-fields.ts';
import { bulkRefusalOf } from './bulk-refusal.ts';

/** The version that has the calls; all others stay with that of the client (intercom 13.1). */
const VERSION = '2.17';
export const BULK_PATH = '/contacts/bulk';
/** As many tags and companies of a contact as search shows (intercom 4.1). */
const SHOWN_MEMBERSHIPS = 10;

/** What creates and updates have in common. */
export const BULK_CALLS = {
  least: 50,
  most: 100,
  accepted: readJob,
  refused: bulkRefusalOf,
  job: (id: string): GetCall<BulkJob> => ({
    path: `${BULK_PATH}/${pathSegment(id)}`,
    version: VERSION,
    read: readJob,
  }),
};

export function bulkRequest(
  method: 'POST' | 'PUT',
  items: readonly JsonObject[],
): WriteRequest & { readonly body: JsonObject } {
  const contacts = items.map((item) => {
    const { owner_id } = item;
    // Intercom takes it as a text here (intercom 13.2).
    return owner_id === undefined || owner_id === null ? item : { ...item, owner_id: String(owner_id) };
  });
  return { method, path: BULK_PATH, version: VERSION, body: { contacts } };
}

/** The tags and companies of an item: those that are put on, and that there are already. */
export function ridingMemberships({ fields }: Change, { idOf }: KnownIds): JsonObject {
  const tags = riding(fields['tags'], (name) => idOf(address('tag', name.toLowerCase())));
  // A company_id that there is not would make the company (intercom 13.2).
  const companies = riding(fields['companies'], (id) =>
    idOf(address('company', id)) === undefined ? undefined : id,
  );
  return {
    ...(tags.length === 0 ? {} : { tags: { add: tags.map((id) => ({ id })) } }),
    ...(companies.length === 0 ? {} : { companies: companies.map((company_id) => ({ company_id })) }),
  };
}

function riding(
  field: FieldChange | undefined,
  known: (name: string) => string | undefined,
): readonly string[] {
  return mayRide(field) ? field.add.flatMap((name) => known(name) ?? []) : [];
}

/** Whether a step puts on a tag or a company that rides along with the contact. */
export function isRiding({ request: { method, path } }: Step, { fields }: Change): boolean {
  if (method !== 'POST') return false;
  if (path === '/tags' || /^\/contacts\/[^/]+\/tags$/.test(path)) return mayRide(fields['tags']);
  return path.endsWith('/companies') && mayRide(fields['companies']);
}

/** Only as many as a search shows, so that reading back costs nothing more. */
function mayRide(field: FieldChange | undefined): field is MembershipChange {
  return field !== undefined && isMembership(field) && field.add.length <= SHOWN_MEMBERSHIPS;
}

/** The memberships of a change that a contact with these does not have yet, or still has. */
export function leftMemberships(
  fields: Change['fields'],
  live: ReadonlyMap<string, Json>,
): Record<string, MembershipChange> {
  const left: Record<string, MembershipChange> = {};
  for (const [path, field] of Object.entries(fields)) {
    if (!isMembership(field)) continue;
    const there = live.get(path);
    const names = new Set(Array.isArray(there) ? there : []);
    const rest = { add: field.add.filter((name) => !names.has(name)), remove: field.remove };
    if (rest.add.length + rest.remove.length > 0) left[path] = rest;
  }
  return left;
}

/** The states of a job that works on, or will (intercom 13.3). It has ended in any other, documented or not. */
const OPEN: ReadonlySet<string> = new Set(['pending', 'running']);
/** No time in seconds is as large, and one in milliseconds is. */
const LEAST_MS = 1e11;

function readJob(body: Json): BulkJob {
  const job = objectOf(body, 'a job');
  const { state, created_at: at } = job;
  if (typeof state !== 'string') throw new MalformedAnswer('a job has no state');
  return {
    id: idIn(job, 'a job'),
    hasEnded: !OPEN.has(state.toLowerCase()),
    created_at: typeof at !== 'number' ? null : at < LEAST_MS ? at : Math.floor(at / 1000),
  };
}
