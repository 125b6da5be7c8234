import type { Change } from '../../../types/change.ts';
import { type IntercomFailure, isIntercomFailure } from '../../../types/intercom.ts';
import type { Json } from '../../../types/json.ts';
import type { ApplyContext, Settled } from '../../../types/kind.ts';
import type { Step } from '../../../types/step.ts';
import { livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleWriter } from '../../people-calls.ts';
import { bodyOf } from '../../written/request-body.ts';
import { createKeys, textAfter } from './current.ts';
import { settleLostWrite } from './lost-write.ts';
import { peopleLimitReason } from './people-limit.ts';
import { unstuckFields } from './steps.ts';

/** How long between two looks at the search index. */
const indexPollMs = 5_000;

/** What a refused or lost write came to (design 4 and 7.4). Undefined: it stays failed. */
export async function settleContact(
  change: Change,
  step: Step,
  failure: IntercomFailure,
  writer: PeopleWriter,
  context: ApplyContext,
): Promise<Settled | undefined> {
  if (!step.creates) return settleLostWrite(step, failure, writer);
  if (failure.status === 409 && failure.conflictId !== undefined) {
    return failure.archived === true
      ? settleArchived(change, step, failure.conflictId, writer)
      : settleConflict(step, failure.conflictId, writer);
  }
  if (failure.outcome !== 'unknown') {
    const reason = await peopleLimitReason(failure, writer);
    return reason === undefined ? undefined : { state: 'failed', reason };
  }
  return textAfter(change, 'role') === 'lead'
    ? settleLostLead(change, step, writer, context)
    : settleLostUser(change, step, writer);
}

async function settleConflict(step: Step, id: string, writer: PeopleWriter): Promise<Settled> {
  const read = await writer.contact(id);
  if (read.state !== 'live')
    return { state: 'failed', reason: `contact ${id} holds this identity and cannot be read` };
  return compare(step, read.contact);
}

/**
 * Creating a user again is safe: Intercom refuses a duplicate and names the existing one. So a user that is not found may be
 * sent again. Known by email only, it is found by search, which lags, so that not finding it proves nothing.
 */
async function settleLostUser(change: Change, step: Step, writer: PeopleWriter): Promise<Settled> {
  const externalId = textAfter(change, 'external_id');
  if (externalId === undefined) {
    const rows = await writer.contacts(createKeys(change));
    const user = rows.contacts.find(({ role, external_id }) => role === 'user' && !external_id);
    return user === undefined ? { state: 'retry' } : compare(step, user);
  }
  const read = await writer.userByExternalId(externalId);
  return read.state === 'live' ? compare(step, read.contact) : { state: 'retry', absent: true };
}

/**
 * Intercom does not refuse a second lead (intercom 8.2), so a lead is never sent again, only looked for until the index must
 * have caught up.
 */
async function settleLostLead(
  change: Change,
  step: Step,
  writer: PeopleWriter,
  context: ApplyContext,
): Promise<Settled> {
  const email = textAfter(change, 'email');
  if (email === undefined)
    return { state: 'unknown', reason: 'the answer was lost and a lead without email cannot be found again' };
  for (let waitedMs = 0; ; waitedMs += indexPollMs) {
    const rows = await writer.contacts([{ field: 'email', value: email }]);
    const leads = rows.contacts.filter((contact) => contact.role === 'lead');
    const made = leads.find((lead) => unstuckFields(step.expect, livePerson(lead).fields).length === 0);
    if (made !== undefined) return { state: 'already', id: made.id };
    if (waitedMs >= context.indexWaitMs) break;
    await context.sleep(indexPollMs);
  }
  return {
    state: 'unknown',
    reason: `the answer was lost and no lead with this email is in the search index; look for it in Intercom, or plan again later`,
  };
}

function compare(step: Step, contact: WireContact): Settled {
  const person = livePerson(contact);
  const differing = unstuckFields(step.expect, person.fields).map(({ field }) => field);
  if (differing.length === 0) return { state: 'already', id: person.id };
  return {
    state: 'stale',
    reason: `contact ${person.id} was created meanwhile and differs in ${differing.join(', ')}; plan again`,
  };
}

/** Intercom gives this answer for archived and for deleted contacts (intercom 8.3); unarchiving a deleted one fails. */
async function settleArchived(
  change: Change,
  step: Step,
  id: string,
  writer: PeopleWriter,
): Promise<Settled> {
  if (change.context?.on_archived !== 'unarchive') {
    return {
      state: 'failed',
      reason: `an archived or deleted contact (${id}) holds this identity; set policy.on_archived: unarchive, or use another identity`,
    };
  }
  try {
    await writer.send({ method: 'POST', path: `/contacts/${id}/unarchive`, body: {} });
  } catch (failure) {
    // 400 for a contact that was deleted for good; before March 2021 it was a 500 (intercom 4.9).
    if (!isIntercomFailure(failure) || failure.status !== 400) throw failure;
    return {
      state: 'failed',
      reason: `contact ${id} holds this identity and was deleted for good, so it cannot come back; use another identity, or wait until Intercom releases this one`,
    };
  }
  const read = await writer.contact(id);
  if (read.state !== 'live')
    return { state: 'unknown', reason: `contact ${id} was unarchived and cannot be read` };
  const before: Record<string, Json> = {
    ...Object.fromEntries(livePerson(read.contact).fields),
    ...(await membershipsOf(change, id, writer)),
  };
  // A user's role never goes back to lead (intercom 4.8).
  if (step.expect['role'] === 'lead' && before['role'] === 'user')
    return { state: 'stale', reason: `contact ${id} is a user, a lead was planned` };
  const expect = wantedOfUnarchived(change, step, before);
  const differing = unstuckFields(expect, livePerson(read.contact).fields).map(({ field }) => field);
  if (differing.length === 0) return { state: 'done', body: read.contact as unknown as Json, before, expect };
  const values = Object.fromEntries(differing.map((field) => [field, expect[field] ?? null]));
  const body = await writer.send({ method: 'PUT', path: `/contacts/${id}`, body: bodyOf(values) });
  return { state: 'done', body, before, expect };
}

/** The names in the lists that the change adds to: what was there before, an undo must not take off. */
async function membershipsOf(
  { fields: { tags, companies } }: Change,
  id: string,
  writer: PeopleWriter,
): Promise<Readonly<Record<string, Json>>> {
  return {
    ...(tags === undefined ? {} : { tags: (await writer.contactTags(id)).map(({ name }) => name) }),
    ...(companies === undefined
      ? {}
      : { companies: (await writer.contactCompanies(id)).map(({ company_id }) => company_id ?? '') }),
  };
}

/** The values of a create, adapted to a contact that exists: nothing of on_create, and no live value overwritten. */
function wantedOfUnarchived(
  { context }: Change,
  step: Step,
  before: Readonly<Record<string, Json>>,
): Step['expect'] {
  const wanted: Record<string, Json> = { ...step.expect };
  if (before['role'] !== 'lead') delete wanted['role'];
  for (const path of context?.on_create ?? []) delete wanted[path];
  for (const path of context?.keep_unarchived ?? []) if (path in before) delete wanted[path];
  for (const path of context?.clear_unarchived ?? []) wanted[path] = null;
  return wanted;
}
