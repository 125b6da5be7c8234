import { address } from '../../../types/address.ts';
import {
  type Change,
  type FieldChanges,
  isMembership,
  type MembershipChange,
} from '../../../types/change.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { BulkCreating, BulkFound, BulkJob, KnownIds } from '../../../types/kind/bulk-creating.ts';
import type { Step, WriteRequest } from '../../../types/step.ts';
import { type GetCall, MalformedAnswer } from '../../../types/wire-call.ts';
import { emailKey, samePersonValue } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { pathSegment } from '../../wire/path-segment.ts';
import { idOf as idIn, objectOf } from '../../wire/wire-fields.ts';
import { currentContact, textAfter } from './current.ts';
import { contactSteps } from './steps.ts';
import { writtenByAnswer } from './written.ts';

/** The version that has the calls; all others stay with that of the client (intercom 13.1). */
const VERSION = '2.17';
const PATH = '/contacts/bulk';
/** As many tags and companies of a contact as search shows (intercom 4.1). */
const SHOWN_MEMBERSHIPS = 10;

/**
 * Users with an external_id are created by the hundred: Intercom makes no second one with it, so whatever a job did not do can
 * be done again. Leads never are, since nothing refuses a second lead (intercom 8.2).
 */
export const contactBulkCreating: BulkCreating<PeopleReader> = {
  path: PATH,
  least: 50,
  most: 100,
  takes: ({ action, fields: { role, external_id } }) =>
    action === 'create' &&
    role !== undefined &&
    'after' in role &&
    role.after === 'user' &&
    external_id !== undefined &&
    'after' in external_id &&
    typeof external_id.after === 'string',
  rides: ridingSteps,
  request: bulkRequest,
  accepted: readJob,
  job: (id): GetCall<BulkJob> => ({ path: `${PATH}/${pathSegment(id)}`, version: VERSION, read: readJob }),
  readBack,
  blocked: heldEmails,
};

function bulkRequest(changes: readonly Change[], ids: KnownIds): WriteRequest {
  const contacts = changes.map((change) => bulkItem(change, ids));
  return { method: 'POST', path: PATH, version: VERSION, body: { contacts } };
}

/** The body of the single request, with the tags and companies that there are already. */
function bulkItem(change: Change, { idOf }: KnownIds): JsonObject {
  const { body = {} } = createStep(change).request;
  const tags = riding(change.fields['tags'], (name) => idOf(address('tag', name.toLowerCase())));
  // A company_id that there is not would make the company (intercom 13.2).
  const companies = riding(change.fields['companies'], (id) =>
    idOf(address('company', id)) === undefined ? undefined : id,
  );
  const { owner_id } = body;
  return {
    ...body,
    // Intercom takes it as a text here (intercom 13.2).
    ...(owner_id === undefined || owner_id === null ? {} : { owner_id: String(owner_id) }),
    ...(tags.length === 0 ? {} : { tags: { add: tags.map((id) => ({ id })) } }),
    ...(companies.length === 0 ? {} : { companies: companies.map((company_id) => ({ company_id })) }),
  };
}

/** What may ride along with the contact: only as many as a search shows, so that reading back costs nothing more. */
function riding(
  field: FieldChanges[string] | undefined,
  known: (name: string) => string | undefined,
): readonly string[] {
  return rides(field) ? field.add.flatMap((name) => known(name) ?? []) : [];
}

function rides(field: FieldChanges[string] | undefined): field is MembershipChange {
  return field !== undefined && isMembership(field) && field.add.length <= SHOWN_MEMBERSHIPS;
}

/** What the bulk request does of a change: it creates the contact, and puts on the tags and companies that ride along. */
function ridingSteps(change: Change): readonly Step[] {
  return contactSteps(change).filter(
    ({ creates, request: { method, path } }) =>
      creates ||
      (method === 'POST' && path === '/tags' && rides(change.fields['tags'])) ||
      (method === 'POST' && path.endsWith('/companies') && rides(change.fields['companies'])),
  );
}

function createStep(change: Change) {
  const step = contactSteps(change).find(({ creates }) => creates);
  if (step === undefined) throw new Error(`${change.address} creates nobody`);
  return step;
}

/** States are `pending`, `running`, `completed` and `completed_with_errors` (intercom 13.3). */
function readJob(body: Json): BulkJob {
  const job = objectOf(body, 'a job');
  const { state, created_at } = job;
  if (typeof created_at !== 'number') throw new MalformedAnswer('a job has no created_at');
  return {
    id: idIn(job, 'a job'),
    hasEnded: typeof state === 'string' && state.startsWith('completed'),
    created_at,
  };
}

async function readBack(
  changes: readonly Change[],
  since: number,
  reader: PeopleReader,
  ids: KnownIds,
): Promise<ReadonlyMap<string, BulkFound>> {
  const wanted = new Map(changes.map((change) => [textAfter(change, 'external_id') ?? '', change]));
  const keys = [...wanted.keys()].map((value) => ({ field: 'external_id', value }) as const);
  const { contacts } = await reader.contacts(keys);
  const found = new Map<string, BulkFound>();
  for (const contact of contacts) {
    const change = contact.role === 'user' ? wanted.get(contact.external_id ?? '') : undefined;
    if (change !== undefined) found.set(change.address, await compared(change, contact, since, reader, ids));
  }
  return found;
}

/**
 * A job refuses whose email a user has (intercom 13.3). Where that user has no external_id, a plan of today would take it for the
 * person; a single request would make a second one.
 */
async function heldEmails(
  changes: readonly Change[],
  reader: PeopleReader,
): Promise<ReadonlyMap<string, string>> {
  const emails = changes.flatMap((change) => textAfter(change, 'email') ?? []);
  if (emails.length === 0) return new Map();
  const { contacts } = await reader.contacts(emails.map((value) => ({ field: 'email', value })));
  const holders = new Map(
    contacts.flatMap(({ role, external_id, email, id }) =>
      role === 'user' && !external_id && email ? [[emailKey(email), id]] : [],
    ),
  );
  return new Map(
    changes.flatMap((change): [string, string][] => {
      const holder = holders.get(emailKey(textAfter(change, 'email') ?? ''));
      const reason = `user ${holder} has its email by now, and no external_id; plan again`;
      return holder === undefined ? [] : [[change.address, reason]];
    }),
  );
}

/** Written is only what is absent: a value that is there may be newer, such as that of somebody who unsubscribed meanwhile. */
async function compared(
  change: Change,
  contact: WireContact,
  since: number,
  reader: PeopleReader,
  ids: KnownIds,
): Promise<BulkFound> {
  const { id } = contact;
  const stale = (why: string): BulkFound => ({
    state: 'stale',
    id,
    reason: `contact ${id} ${why}; plan again`,
  });
  const isOlder = contact.created_at < since;
  const live = await currentContact(change, contact, reader, ids);
  const { expect } = createStep(change);
  const lacking: Record<string, { readonly before: Json; readonly after: Json }> = {};
  // Whom the request did not create got nothing of these (design 3.5).
  const others = new Set(isOlder ? change.context?.on_create : []);
  for (const [field, after] of Object.entries(expect)) {
    const before = live.fields.get(field) ?? null;
    if (others.has(field) || samePersonValue(field, after, before)) continue;
    if (isOlder) return stale(`was created before the bulk request and differs in ${field}`);
    // False is a value too: nobody is unsubscribed, or subscribed again, by this.
    if (before !== null && before !== '')
      return stale(`was created by a bulk request and differs in ${field}`);
    lacking[field] = { before, after };
  }
  const fields: FieldChanges = { ...lacking, ...leftOf(change, live.fields) };
  if (isOlder)
    return Object.keys(fields).length === 0
      ? { state: 'already', id }
      : stale(
          `was created before the bulk request and lacks some of its ${Object.keys(fields).join(' and ')}`,
        );
  const rest: Change = {
    ...change,
    action: 'update',
    id,
    fields,
    context: { ...change.context, role: 'user' },
  };
  return {
    state: 'there',
    id,
    rest: Object.keys(fields).length === 0 ? undefined : rest,
    written: [writtenByAnswer(contact, Object.keys(expect))],
  };
}

/** What the create step does not do: values to clear after a merge, and the memberships that are not there. */
function leftOf(change: Change, live: ReadonlyMap<string, Json>): FieldChanges {
  const left: Record<string, FieldChanges[string]> = {};
  for (const [path, field] of Object.entries(change.fields)) {
    if (!isMembership(field)) {
      if (field.after === null) left[path] = field;
      continue;
    }
    const there = live.get(path);
    const names = new Set(Array.isArray(there) ? there : []);
    const rest: MembershipChange = {
      add: field.add.filter((name) => !names.has(name)),
      remove: field.remove,
    };
    if (rest.add.length + rest.remove.length > 0) left[path] = rest;
  }
  return left;
}
