import type {
  ContactRead,
  IntercomReader,
  IntercomWriter,
  RequestCounts,
  WireCompany,
} from '../types/intercom.ts';
import { lookUpCompanies } from './company-lookup.ts';
import { readCompanies } from './company-pages.ts';
import { readList } from './contact-lists.ts';
import { type Completeness, contactPages } from './contact-pages.ts';
import { IntercomError } from './error.ts';
import type { Rate } from './limiter.ts';
import { type ClientOptions, DEFAULT_MAX_IN_FLIGHT } from './options.ts';
import { isObject, NOT_JSON } from './refusal.ts';
import { createSearch } from './search.ts';
import { type Answer, type Caller, createTransport, type Transport } from './transport.ts';
import { companyOf, contactOf, meOf, readRows, rowsOf, tagOf, totalOf } from './wire.ts';

/** What client and reader tell of their traffic. */
export interface Meter {
  /** First tries as reads and writes; everything sent again, after a 429 too, as retried. */
  counts(): RequestCounts;
  rate(): Rate;
}

/** A client that cannot write: there is no such operation on it, in type or at run time (law 2). */
export function createReader(options: ClientOptions): IntercomReader & Meter {
  const transport = createTransport(options);
  return Object.freeze({ ...readsOf(transport, options), ...meterOf(transport) });
}

/** The client that apply uses. A failure of `send` says whether the write may have taken effect. */
export function createClient(options: ClientOptions): IntercomWriter & Meter {
  const transport = createTransport(options);
  const nesting = { allowed: true };
  const operationsOf = (caller: Caller): IntercomReader & Pick<IntercomWriter, 'send'> => ({
    ...readsOf(caller, options, nesting),
    async send(request, sendOptions) {
      const repeat = sendOptions?.creates ? 'create' : 'write';
      return (await caller.call({ ...request, repeat, again: sendOptions?.again === true })).body;
    },
  });
  const hold: IntercomWriter['hold'] = async (wanted) => {
    const turns = await transport.hold(wanted);
    if (turns === undefined) return undefined;
    const client = operationsOf({ ...transport, call: (call) => transport.call({ ...call, turns }) });
    return { count: turns.count, client: Object.freeze(client), release: turns.release };
  };
  return Object.freeze({ ...operationsOf(transport), hold, ...meterOf(transport) });
}

function meterOf(transport: Transport): Meter {
  return { counts: () => transport.counts(), rate: () => transport.rate() };
}

function readsOf(transport: Caller, options: ClientOptions, nesting?: { allowed: boolean }): IntercomReader {
  const get = (path: string) => transport.call({ method: 'GET', path, repeat: 'read' });
  const { maxInFlight: width = DEFAULT_MAX_IN_FLIGHT, onQueued } = options;
  const search = createSearch(transport, { width, onQueued }, nesting);

  async function readContact(path: string): Promise<ContactRead> {
    try {
      const answer = await get(path);
      return { state: 'live', contact: contactOf(answer, answer.body) };
    } catch (error) {
      if (isGone(error)) return { state: 'gone' };
      if (error instanceof IntercomError && error.status === 410)
        return { state: 'merged', into: error.mergedInto };
      throw error;
    }
  }

  async function readCompany(companyId: string): Promise<WireCompany | undefined> {
    try {
      return companyAmong(await get(`/companies?company_id=${encode(companyId)}`), companyId);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  }

  return {
    async me() {
      return meOf(await get('/me'));
    },
    async list({ path, names, row }) {
      const answer = await get(path);
      return readRows(answer, rowsOf(answer, ...names), row);
    },
    company: readCompany,
    companies: (companyIds) => lookUpCompanies(companyIds, transport, readCompany),
    scanCompanies: () => readCompanies(transport),
    async contact(id, contactOptions) {
      if (isNoSegment(id)) return { state: 'gone' };
      return readContact(
        `/contacts/${encode(id)}${contactOptions?.mergeHistory ? '?include_merge_history=true' : ''}`,
      );
    },
    async userByExternalId(externalId) {
      if (!isNoSegment(externalId)) return readContact(`/contacts/find_by_external_id/${encode(externalId)}`);
      const { contacts } = await search([{ field: 'external_id', value: externalId }]);
      const contact = contacts.find((row) => row.role === 'user' && row.external_id === externalId);
      return contact === undefined ? { state: 'gone' } : { state: 'live', contact };
    },
    contacts: search,
    async *scanContacts(query) {
      const pages = contactPages(transport, '/contacts/search', query);
      for (;;) {
        const page = await pages.next();
        if (!page.done) yield page.value;
        else if (page.value.complete) return;
        else throw shortScan(page.value);
      }
    },
    async countContacts(query) {
      const answer = await transport.call({
        method: 'POST',
        path: '/contacts/search',
        body: { query, pagination: { per_page: 1 } },
        repeat: 'read',
      });
      return totalOf(answer);
    },
    contactTags: (id) =>
      readList(transport, { path: `/contacts/${encode(id)}/tags`, names: ['data', 'tags'], row: tagOf }),
    contactCompanies: (id) =>
      readList(transport, {
        path: `/contacts/${encode(id)}/companies`,
        names: ['data', 'companies'],
        row: (answer, row) => companyOf(answer, row),
      }),
  };
}

/** The answer is the bare company or a list of it (api.md 5.2). */
function companyAmong(answer: Answer, companyId: string): WireCompany | undefined {
  const isList = Array.isArray(answer.body) || (isObject(answer.body) && !('id' in answer.body));
  const rows = isList ? rowsOf(answer, 'data', 'companies') : [answer.body];
  const companies = rows.map((row) => companyOf(answer, row, rows.length === 1 ? companyId : ''));
  return companies.find((company) => company.company_id === companyId);
}

function shortScan({ came, total }: Completeness): IntercomError {
  return new IntercomError({
    family: 'incomplete',
    messages: [`${came} of ${Number.isFinite(total) ? total : 'an unknown number of'} contacts arrived`],
    method: 'POST',
    path: '/contacts/search',
  });
}

/** A 404 in Intercom's words; one that is not JSON comes from elsewhere and says nothing about the object. */
function isGone(error: unknown): boolean {
  return error instanceof IntercomError && error.status === 404 && error.code !== NOT_JSON;
}

/** A URL drops these as path segments, however encoded, so the request would go to another object. */
function isNoSegment(text: string): boolean {
  return text === '' || text === '.' || text === '..';
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
