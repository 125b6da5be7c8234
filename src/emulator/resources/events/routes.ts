import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import { ApiError, invalid } from '../../errors.ts';
import { numberedPage, readCount, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { userNotFound } from '../contacts/errors.ts';
import type { ContactRecord } from '../contacts/record.ts';
import { contactsOf } from '../contacts/store.ts';
import { namedContact } from '../conversations/people.ts';
import { showEvent, showSummary } from './show.ts';
import { eventsOf } from './store.ts';

/** "We currently limit the number of tracked metadata keys to 10 per event", the first ones. */
const METADATA_LIMIT = 10;
/** "You can only list events that are less than 90 days old." */
const LISTED_SECONDS = 90 * 86_400;
/** No source states the page of events. */
const PER_PAGE = 50;

export const eventRoutes: readonly Route[] = [
  { method: 'POST', path: '/events', status: 202, answer: submitEvent },
  { method: 'GET', path: '/events', answer: listEvents },
  { method: 'POST', path: '/events/summaries', answer: submitSummaries },
];

/** A user by user_id or email, a lead by `id`, which beside one of these says nothing. */
function submitEvent({ workspace, body }: Call): undefined {
  const { event_name: name, created_at: at } = body;
  if (typeof name !== 'string' || name === '') throw missing('event_name is required');
  const createdAt = readSeconds(at, 'created_at');
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  const contact =
    body.user_id === undefined && body.email === undefined
      ? namedContact({ intercom_user_id: String(body.id) }, workspace)
      : namedContact({ user_id: body.user_id ?? null, email: body.email ?? null }, workspace);
  eventsOf(workspace).add({
    id: workspace.random.uuid(),
    contact_id: contact.id,
    event_name: name,
    created_at: createdAt,
    metadata: Object.fromEntries(Object.entries(metadata).slice(0, METADATA_LIMIT)),
  });
  return undefined;
}

function readSeconds(value: Json | undefined, name: string): number {
  if (value === undefined || value === null) throw missing(`${name} is required`);
  const seconds = readCount(value);
  if (seconds === undefined) throw invalid(`${name} must be a time in unix seconds`);
  return seconds;
}

function submitSummaries({ workspace, body }: Call): undefined {
  const contact = namedContact({ user_id: String(body.user_id) }, workspace);
  const given = Array.isArray(body.event_summaries) ? body.event_summaries : [body.event_summaries ?? {}];
  const summaries = given.map((item: Json) => readSummary(isJsonObject(item) ? item : {}));
  for (const summary of summaries) eventsOf(workspace).addSummary(contact.id, summary);
  return undefined;
}

function readSummary(item: JsonObject) {
  if (typeof item.event_name !== 'string' || item.event_name === '') throw missing('event_name is required');
  return {
    name: item.event_name,
    count: readSeconds(item.count, 'count'),
    first: readSeconds(item.first, 'first'),
    last: readSeconds(item.last, 'last'),
  };
}

function listEvents(call: Call): Json {
  const { workspace, query } = call;
  if (query.get('type') !== 'user') throw invalid('type must be user');
  const contact = askedContact(call);
  if (query.get('summary') === 'true') return answerSummaries(contact, call);
  const since = workspace.now() - LISTED_SECONDS;
  const recent = eventsOf(workspace)
    .ofContact(contact.id)
    .filter((event) => event.created_at > since);
  const perPage = readPerPage(query.get('per_page'), PER_PAGE);
  const { rows, next } = cutEvents(recent, perPage, call);
  return { type: 'event.list', events: rows.map((event) => showEvent(event, workspace)), pages: next };
}

/** `pages.next` is a link, as in the description: to this emulator. */
function cutEvents<T>(all: readonly T[], perPage: number, { query, origin }: Call) {
  const page = readCount(query.get('page')) ?? 1;
  const { rows } = numberedPage(all, { page, perPage });
  const more = page * perPage < all.length;
  const following = new URLSearchParams([...query, ['page', String(page + 1)]]);
  following.set('page', String(page + 1));
  return { rows, next: more ? { next: `${origin}/events?${following}` } : {} };
}

function answerSummaries(contact: ContactRecord, { workspace }: Call): Json {
  return {
    type: 'event.summary',
    events: eventsOf(workspace).summaries(contact.id).map(showSummary),
    pages: {},
    email: contact.email ?? '',
    intercom_user_id: contact.id,
    user_id: contact.external_id ?? '',
  };
}

function askedContact({ workspace, query }: Call): ContactRecord {
  const id = query.get('intercom_user_id');
  if (id === null)
    return namedContact({ user_id: query.get('user_id'), email: query.get('email') }, workspace);
  const contact = contactsOf(workspace).live(id);
  if (contact === undefined) throw userNotFound();
  return contact;
}

function missing(message: string): ApiError {
  return new ApiError({ status: 400, code: 'parameter_not_found', message });
}
