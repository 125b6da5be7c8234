import { type IntercomFailure, type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { NotLiveExtent, NotLivePeople, NotLivePerson } from '../../types/not-live.ts';
import { notLivePage } from './not-live-page.ts';
import { emailKey } from './person-values.ts';

/** How much of the list is read unless the user asks for all of it: 3,000 contacts. */
const MOST_PAGES = 20;

/** Answers of a workspace, or a token, that does not get the list: it is documented for 2.17 only (intercom 14). */
const NOT_SERVED: ReadonlySet<number> = new Set([400, 403, 404, 405, 422, 501]);

/** How much of the list is to be read. */
export type NotLiveReach = 'none' | 'some' | 'all';

export function createNotLivePeople(reach: NotLiveReach): NotLivePeople {
  const known = { byId: new Map<string, NotLivePerson>(), byExternalId: new Map<string, NotLivePerson>() };
  const byEmail = new Map<string, NotLivePerson>();
  const mostPages = reach === 'all' ? Number.POSITIVE_INFINITY : MOST_PAGES;
  let extent: NotLiveExtent = { state: 'unread' };
  let reading: Promise<void> | undefined;

  function take(rows: readonly NotLivePerson[]): void {
    for (const person of rows) {
      known.byId.set(person.id, person);
      if (person.external_id !== null) prefer(known.byExternalId, person.external_id, person);
      if (person.email !== null) prefer(byEmail, emailKey(person.email), person);
    }
  }

  async function readPages(reader: IntercomReader): Promise<void> {
    let page = 1;
    let next: string | undefined;
    let total: number | undefined;
    let before: number;
    do {
      const read = await reader.page(notLivePage(page));
      before = known.byId.size;
      take(read.rows);
      ({ next, total = total } = read);
      page += 1;
      // A number of the page that is not heeded would bring the first one for ever.
    } while (next !== undefined && page <= mostPages && known.byId.size > before);
    const came = known.byId.size;
    extent = { state: 'read', came, total, whole: next === undefined && came >= (total ?? 0) };
  }

  async function readOrGiveUp(reader: IntercomReader): Promise<void> {
    try {
      await readPages(reader);
    } catch (error) {
      if (!isIntercomFailure(error)) throw error;
      const { status } = error;
      if (status !== null && NOT_SERVED.has(status)) extent = { state: 'refused', status };
      else if (reach === 'some' && isNoList(error)) extent = { state: 'unusable', why: error.message };
      else throw error;
    }
  }

  return {
    get extent() {
      return extent;
    },
    always: reach === 'all',
    async read(reader) {
      if (reach === 'none') return;
      reading ??= readOrGiveUp(reader);
      await reading;
    },
    counts() {
      const counts = { archived: 0, blocked: 0, merged: 0, pending_deletion: 0, permanently_deleted: 0 };
      for (const { status } of known.byId.values()) counts[status] += 1;
      return counts;
    },
    byId: (id) => known.byId.get(id),
    byExternalId: (externalId) => known.byExternalId.get(externalId),
    byEmail: (email) => byEmail.get(emailKey(email)),
  };
}

/**
 * Whether this list alone is what Intercom does not give as it is understood: nothing documents how it is wrapped (intercom 18). A
 * plan only knows less without it, so nobody who did not ask for it is kept from planning.
 */
function isNoList({ status }: IntercomFailure): boolean {
  return status !== null && (status < 400 || status >= 500);
}

/** Of several who held a key, one who still holds it counts: who was merged has given it away. */
function prefer(index: Map<string, NotLivePerson>, key: string, person: NotLivePerson): void {
  const before = index.get(key);
  if (before === undefined || before.status === 'merged') index.set(key, person);
}
