import type { Catalog } from '../../types/catalog.ts';
import type { ContactKey } from '../../types/contact-key.ts';
import { type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { PeopleIndex } from '../../types/person.ts';
import type { CompanyCalls } from '../company-calls.ts';
import { createPeopleIndex } from '../people/people-index.ts';
import { foundPeople, personRead } from '../people/person-values.ts';
import type { PeopleCalls } from '../people-calls.ts';
import { memberCount, REMOVABLE_TAGS, type RemovableCompany, type RemovableTag } from './calls.ts';
import type { RemovedCompany, RemovedContact, RemovedDeclaration, RemovedTag } from './declaration.ts';
import { type Hashed, peopleByHash } from './hashed.ts';
import { whoHasHash, whoIsMeant } from './who.ts';

export type RemovedReader = IntercomReader & PeopleCalls & CompanyCalls;

/** What is live of what must not be, as far as the selection needs it. */
export interface LiveRemoved {
  /** `contacts`: how many carry it; undefined where that was not answered, as by a snapshot. */
  readonly tags: ReadonlyMap<string, RemovableTag & { readonly contacts: number | undefined }>;
  readonly companies: ReadonlyMap<string, RemovableCompany & { readonly members: number | undefined }>;
  /** Undefined where nobody answered who is live. */
  readonly people: PeopleIndex | undefined;
  /** Who holds what the hashes were made of. */
  readonly hashed: Hashed;
  /** The declarations of which something was read. */
  readonly read: ReadonlySet<RemovedDeclaration>;
}

export async function observeRemoved(
  declared: readonly RemovedDeclaration[],
  catalog: Catalog,
  reader: RemovedReader,
): Promise<LiveRemoved> {
  const { selectable } = catalog;
  const read = new Set(
    declared.filter(({ thing, address }) =>
      thing === 'contact' ? selectable.below('removed/contact/') : selectable.item(address),
    ),
  );
  const asked = [...read];
  const contacts = asked.filter(isContact);
  const [tags, companies, people, hashed] = await Promise.all([
    liveTags(asked.filter(isTag), reader),
    liveCompanies(asked.filter(isCompany), reader),
    answered(livePeople(contacts, reader)),
    peopleByHash(contacts, catalog, reader),
  ]);
  for (const declaration of contacts) {
    const byKey = people === undefined ? [] : whoIsMeant(declaration, people).found;
    for (const person of [...byKey, ...whoHasHash(declaration, hashed).found])
      catalog.removals.people.set(person.id, declaration.place);
  }
  return { tags, companies, people, hashed, read };
}

const isTag = (one: RemovedDeclaration) => one.thing === 'tag';
const isCompany = (one: RemovedDeclaration) => one.thing === 'company';
const isContact = (one: RemovedDeclaration) => one.thing === 'contact';

async function liveTags(
  declared: readonly RemovedTag[],
  reader: RemovedReader,
): Promise<LiveRemoved['tags']> {
  if (declared.length === 0) return new Map();
  const wanted = new Set(declared.map(({ name }) => name.toLowerCase()));
  const live = (await reader.list(REMOVABLE_TAGS)).filter(({ name }) => wanted.has(name.toLowerCase()));
  const counted = await Promise.all(
    live.map(async ({ id, name }) => {
      const carriers = { field: 'tag_id', operator: '=', value: id };
      const contacts = await answered(reader.countContacts(carriers));
      return [name.toLowerCase(), { id, name, contacts }] as const;
    }),
  );
  return new Map(counted);
}

async function liveCompanies(
  declared: readonly RemovedCompany[],
  reader: RemovedReader,
): Promise<LiveRemoved['companies']> {
  if (declared.length === 0) return new Map();
  const live = await reader.companies(declared.map(({ companyId }) => companyId));
  const counted = await Promise.all(
    [...live].map(async ([companyId, { id, name }]) => {
      const members = await answered(reader.find(memberCount(id)));
      // It went between the two reads.
      if (members !== undefined && members.state !== 'live') return [];
      const company = { id, company_id: companyId, name: name || null, members: members?.value };
      return [[companyId, company] as const];
    }),
  );
  return new Map(counted.flat());
}

/** Search lags behind (intercom 4.6.6), so whoever is named by Intercom's id and not found by it is read once more. */
async function livePeople(declared: readonly RemovedContact[], reader: RemovedReader): Promise<PeopleIndex> {
  const people = createPeopleIndex();
  const keys: readonly ContactKey[] = declared.flatMap((one) => one.keys);
  if (keys.length === 0) return people;
  people.add(keys, foundPeople(await reader.contacts(keys)));
  const unseen = keys.filter(({ field, value }) => field === 'id' && people.byId(value) === undefined);
  await reader.each([...new Set(unseen.map(({ value }) => value))], async (id) =>
    people.set(id, personRead(await reader.contact(id))),
  );
  return people;
}

/** Undefined where a snapshot, which holds no more than was kept, is asked in place of Intercom. */
async function answered<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (failure) {
    if (isIntercomFailure(failure) && failure.code === 'unanswered') return undefined;
    throw failure;
  }
}
