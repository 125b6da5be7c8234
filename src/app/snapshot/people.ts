import { ADMINS } from '../../kinds/contact/calls/admins.ts';
import { usedAdmin, usedContact } from '../../kinds/contact/used-row.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import { attributesIn, holdsAttributes } from '../../kinds/people/attribute-filter.ts';
import { EVERYBODY } from '../../kinds/people/everybody.ts';
import { keyText } from '../../kinds/people/person-values.ts';
import type { WireContact, WireSublist } from '../../kinds/people/wire-contact.ts';
import type { PeopleCalls } from '../../kinds/people-calls.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
import { byText } from '../../types/by-text.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import type { Json, JsonObject } from '../../types/json.ts';
import { array, boolean, literal, map, number, object, type Shape, string } from '../../types/shape.ts';
import { LatestRows } from '../latest-rows.ts';
import type { SnapshotDocument } from './document.ts';
import { SnapshotGap } from './gap.ts';

/*
 * The contacts of a snapshot, which only --contacts keeps. While it is taken they come page by page, and are kept on disk; a loaded
 * snapshot has all of them in memory, by key.
 */

const sublist = object({ data: array(object({ id: string })), total_count: number, has_more: boolean });

/** The shape of `people` in a snapshot file. */
export const peopleShape: Shape = object({
  contacts: array(
    object({
      id: string,
      role: literal('user', 'lead'),
      created_at: number,
      custom_attributes: map,
      tags: sublist,
      companies: sublist,
    }),
  ),
  admins: array(object({ id: string })),
});

/** Reads all users and leads, and the admins who may own them. */
export async function readPeople(reader: KindReader): Promise<SnapshotDocument['people']> {
  const contacts = new LatestRows<WireContact>((a, b) => byText(a.id, b.id));
  for await (const page of reader.scanContacts(EVERYBODY)) {
    const rows = await Promise.all(page.map((row) => wholeContact(row, reader)));
    for (const row of rows) contacts.set(row.id, row);
  }
  const admins = (await reader.list(ADMINS)).map(usedAdmin);
  return { contacts: contacts.all(), admins: admins.sort((a, b) => byText(a.id, b.id)) };
}

/** The contact with complete lists: embedded ones stop at ten (intercom 4.1). */
async function wholeContact(row: WireContact, reader: KindReader): Promise<WireContact> {
  const [tags, companies] = await Promise.all([
    row.tags?.has_more === true ? reader.contactTags(row.id) : row.tags?.data,
    row.companies?.has_more === true ? reader.contactCompanies(row.id) : row.companies?.data,
  ]);
  return { ...usedContact(row), tags: whole(tags), companies: whole(companies) };
}

function whole(rows: readonly { readonly id: string }[] = []): WireSublist {
  return {
    data: rows.map(({ id }) => ({ id })).sort((a, b) => byText(a.id, b.id)),
    total_count: rows.length,
    has_more: false,
  };
}

/** Path and rows of the list of admins. */
export function peopleList({ people }: SnapshotDocument): readonly [string, readonly Json[]] {
  return [ADMINS.path, (people?.admins ?? []) as unknown as readonly Json[]]; // The document is JSON.
}

/** Answers questions about contacts. `others` answers those about tags and companies. */
export function peopleAnswers(
  { people }: SnapshotDocument,
  others: Pick<KindReader, 'list' | 'scanCompanies'>,
): PeopleCalls {
  const { byId, byKey } = index([...(people?.contacts ?? [])]);
  const found = (key: ContactKey) => byKey.get(keyText(key)) ?? [];
  const live = (contact: WireContact | undefined) =>
    contact === undefined ? ({ state: 'gone' } as const) : ({ state: 'live', contact } as const);
  const tagById = once(async () => rowsById(await others.list(TAGS)));
  const companyById = once(async () => rowsById((await others.scanCompanies()).companies));
  return {
    contact: async (id) => live(byId.get(id)),
    userByExternalId: async (value) =>
      live(found({ field: 'external_id', value }).find((contact) => contact.role === 'user')),
    async contacts(keys) {
      // Nobody is not the same as not known.
      if (people === undefined) throw new SnapshotGap('who is live');
      return { contacts: [...new Set(keys.flatMap(found))], incomplete: [] };
    },
    async *scanContacts(query) {
      const tag = tagQuery(query);
      if (tag === undefined) {
        if (query !== EVERYBODY && attributesIn(query).length === 0)
          throw new SnapshotGap('a scan by this filter');
        yield [...byId.values()].filter((one) => holdsAttributes(one.custom_attributes, query));
        return;
      }
      const carriers = [...byId.values()].filter((one) => one.tags?.data.some(({ id }) => id === tag));
      if (carriers.length > 0) yield carriers;
    },
    countContacts: () => Promise.reject(new SnapshotGap('a count by this filter')),
    contactTags: async (id) => {
      const rows = await tagById();
      return (byId.get(id)?.tags?.data ?? []).flatMap((row) => rows.get(row.id) ?? []);
    },
    contactCompanies: async (id) => {
      const rows = await companyById();
      return (byId.get(id)?.companies?.data ?? []).flatMap((row) => rows.get(row.id) ?? []);
    },
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function rowsById<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

function index(contacts: readonly WireContact[]) {
  const byId = new Map(contacts.map((contact) => [contact.id, contact]));
  const byKey = new Map<string, WireContact[]>();
  for (const contact of contacts) {
    for (const key of keysOf(contact)) {
      const others = byKey.get(key);
      if (others === undefined) byKey.set(key, [contact]);
      else others.push(contact);
    }
  }
  return { byId, byKey };
}

function keysOf({ id, external_id, email, phone }: WireContact): readonly string[] {
  const keys: ContactKey[] = [{ field: 'id', value: id }];
  if (external_id) keys.push({ field: 'external_id', value: external_id });
  if (email) keys.push({ field: 'email', value: email });
  if (phone) keys.push({ field: 'phone', value: phone });
  return keys.map(keyText);
}

/** The id of the tag, if the filter asks who carries it, as pruning does. */
function tagQuery({ field, operator, value }: JsonObject): string | undefined {
  return field === 'tag_id' && operator === '=' && typeof value === 'string' ? value : undefined;
}
