import { address } from '../../../types/address.ts';
import { type Change, isMembership, type MembershipChange } from '../../../types/change.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import type { Json } from '../../../types/json.ts';
import type { ApplyContext, Current } from '../../../types/kind.ts';
import type { RecheckMode, Reread } from '../../../types/recheck.ts';
import { notAsCarried } from '../../carrying/not-as-carried.ts';
import { lostFormer } from '../../declared/united-tags.ts';
import { createPeopleIndex } from '../../people/people-index.ts';
import { foundPeople, livePerson } from '../../people/person-values.ts';
import type { ContactRead, WireContact } from '../../people/wire-contact.ts';
import type { PeopleReader } from '../../people-calls.ts';

/**
 * Changes that cannot be put back are read by id right before the write, whatever the mode. A create has no id yet, so it is
 * looked up by key together with others.
 */
export function rereadContact(change: Change, mode: RecheckMode): Reread {
  if (change.id === null) return { how: 'together' };
  return mode === 'each' || cannotBePutBack(change) || carries(change)
    ? { how: 'alone', reads: 1 }
    : { how: 'together' };
}

/** Search may not show yet that somebody gave or cleared the value, which must not be overwritten then. */
function carries({ context }: Change): boolean {
  return context?.carried !== undefined;
}

function cannotBePutBack({ action, irreversible, fields }: Change): boolean {
  if (irreversible || action === 'archive' || action === 'convert') return true;
  return Object.values(fields).some((field) => isMembership(field) && field.remove.length > 0);
}

/**
 * The live side of contact changes: in mode `each` by the consistent read, in mode `batch` as search shows it. Contacts that
 * search does not find are read by id, and so are contacts that a create would meet.
 */
export async function currentContacts(
  changes: readonly Change[],
  reader: PeopleReader,
  context: ApplyContext,
  mode: RecheckMode,
): Promise<ReadonlyMap<string, Current>> {
  const found = new Map<string, Current>();
  const creates = changes.filter((change) => change.id === null);
  const known = changes.filter((change) => change.id !== null);
  const indexed =
    mode === 'batch'
      ? await searched(
          known.filter((change) => !carries(change)),
          reader,
        )
      : new Map<string, WireContact>();
  await Promise.all([
    ...known.map(async (change) => {
      const id = change.id ?? '';
      const row = indexed.get(id);
      const current =
        row === undefined
          ? await currentOf(change, await reader.contact(id), reader, context)
          : ({ ...(await currentContact(change, row, reader, context)), indexed: true } as const);
      found.set(change.address, current);
    }),
    currentCreates(creates, reader, context, found),
  ]);
  return found;
}

async function searched(
  changes: readonly Change[],
  reader: PeopleReader,
): Promise<ReadonlyMap<string, WireContact>> {
  if (changes.length === 0) return new Map();
  const rows = await reader.contacts(changes.map(({ id }) => ({ field: 'id', value: id ?? '' })));
  return new Map(rows.contacts.map((contact) => [contact.id, contact]));
}

async function currentCreates(
  creates: readonly Change[],
  reader: PeopleReader,
  context: ApplyContext,
  found: Map<string, Current>,
): Promise<void> {
  if (creates.length === 0) return;
  const people = createPeopleIndex();
  const keys = creates.flatMap(createKeys);
  people.add(keys, foundPeople(await reader.contacts(keys)));
  await Promise.all(
    creates.map(async (change) => {
      const key = createKeys(change)[0];
      // Law 10: an incomplete answer does not prove that nobody is there.
      if (key !== undefined && people.incomplete(key)) return;
      const role = textAfter(change, 'role');
      const person =
        key === undefined
          ? undefined
          : key.field === 'external_id'
            ? people.byExternalId(key.value)
            : people.byEmail(key.value).find((candidate) => candidate.role === role);
      const current: Current =
        person === undefined
          ? { state: 'absent' }
          : await currentOf(change, await reader.contact(person.id), reader, context);
      found.set(change.address, current);
    }),
  );
}

/** The key by which a create looks for an existing contact: external_id, else email. */
export function createKeys(change: Change): readonly ContactKey[] {
  const externalId = textAfter(change, 'external_id');
  if (externalId !== undefined) return [{ field: 'external_id', value: externalId }];
  const email = textAfter(change, 'email');
  return email === undefined ? [] : [{ field: 'email', value: email }];
}

export function textAfter(change: Change, path: string): string | undefined {
  const field = change.fields[path];
  return field !== undefined && 'after' in field && typeof field.after === 'string' ? field.after : undefined;
}

async function currentOf(
  change: Change,
  read: ContactRead,
  reader: PeopleReader,
  context: ApplyContext,
): Promise<Current> {
  if (read.state === 'live') return currentContact(change, read.contact, reader, context);
  return read.state === 'merged' ? read : { state: 'absent' };
}

export async function currentContact(
  change: Change,
  wire: WireContact,
  reader: PeopleReader,
  context: Pick<ApplyContext, 'idOf'>,
): Promise<Extract<Current, { state: 'live' }>> {
  const person = livePerson(wire);
  const fields = new Map<string, Json>(person.fields);
  fields.set('archived', false);
  const { tags, companies } = change.fields;
  const tagIds = async () =>
    person.tagsComplete ? person.tags : (await reader.contactTags(person.id)).map((tag) => tag.id);
  let lost: string | undefined;
  if (tags !== undefined && isMembership(tags)) {
    const ids = await tagIds();
    const held = namesAmong(tags, new Set(ids), (name) => address('tag', name.toLowerCase()), context);
    fields.set('tags', held);
    lost = lostFormer(tags, change.context ?? {}, (name) => held.includes(name));
  }
  if (companies !== undefined && isMembership(companies)) {
    const ids = person.companiesComplete
      ? person.companies
      : (await reader.contactCompanies(person.id)).map((company) => company.id);
    fields.set(
      'companies',
      namesAmong(companies, new Set(ids), (id) => address('company', id), context),
    );
  }
  const { id, role, created_at } = person;
  const held = change.context?.held_tags === undefined ? {} : { tags: await tagIds() };
  const blocked = notAsCarried(change, person) ?? lost;
  return {
    ...{ state: 'live', id, fields, role, created_at, identity: person, ...held },
    ...(blocked === undefined ? {} : { blocked }),
  };
}

/** Which of the names in a change have their Intercom id in the list. A name without an id yet is in no list. */
function namesAmong(
  { add, remove }: MembershipChange,
  ids: ReadonlySet<string>,
  addressOf: (name: string) => string,
  { idOf }: Pick<ApplyContext, 'idOf'>,
): readonly string[] {
  return [...add, ...remove].filter((name) => {
    const id = idOf(addressOf(name));
    return id !== undefined && ids.has(id);
  });
}
