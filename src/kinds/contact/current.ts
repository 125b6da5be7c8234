import { type Change, isMembership } from '../../types/change.ts';
import type { ContactKey, ContactRead, IntercomReader, WireContact } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { Current } from '../../types/kind.ts';
import { createPeopleIndex } from '../people-index.ts';
import { livePerson } from '../person-values.ts';

/** The live side of contact changes: those with an id one by one by the consistent read, creates looked up in batches. */
export async function currentContacts(
  changes: readonly Change[],
  reader: IntercomReader,
): Promise<ReadonlyMap<string, Current>> {
  const names = await namesOf(changes, reader);
  const creates = changes.filter((change) => change.id === null);
  const found = new Map<string, Current>(await currentCreates(creates, reader, names));
  await Promise.all(
    changes.map(async (change) => {
      if (change.id === null) return;
      found.set(change.address, await currentOf(change, await reader.contact(change.id), reader, names));
    }),
  );
  return found;
}

/** Intercom id → name of tags, → company_id of companies, for the memberships that the changes mention. */
interface Names {
  readonly tags: ReadonlyMap<string, string>;
  readonly companies: ReadonlyMap<string, string>;
}

async function namesOf(changes: readonly Change[], reader: IntercomReader): Promise<Names> {
  const companyIds = new Set<string>();
  let tagged = false;
  for (const change of changes) {
    const tags = change.fields['tags'];
    if (tags !== undefined && isMembership(tags)) tagged = true;
    const companies = change.fields['companies'];
    if (companies === undefined || !isMembership(companies)) continue;
    for (const id of [...companies.add, ...companies.remove]) companyIds.add(id);
  }
  const tags = new Map(tagged ? (await reader.tags()).map((tag) => [tag.id, tag.name]) : []);
  const companies = new Map<string, string>();
  await Promise.all(
    [...companyIds].map(async (companyId) => {
      const company = await reader.company(companyId);
      if (company !== undefined) companies.set(company.id, companyId);
    }),
  );
  return { tags, companies };
}

async function currentCreates(
  creates: readonly Change[],
  reader: IntercomReader,
  names: Names,
): Promise<readonly [string, Current][]> {
  if (creates.length === 0) return [];
  const people = createPeopleIndex();
  const keys = creates.flatMap(createKeys);
  const rows = await reader.contacts(keys);
  people.add(keys, rows);
  const wires = new Map(rows.contacts.map((contact) => [contact.id, contact]));
  return Promise.all(
    creates.map(async (change): Promise<[string, Current]> => {
      const key = createKeys(change)[0];
      if (key === undefined) return [change.address, { state: 'absent' }];
      const role = textAfter(change, 'role');
      const person =
        key.field === 'external_id'
          ? people.byExternalId(key.value)
          : people.byEmail(key.value).find((candidate) => candidate.role === role);
      const wire = person === undefined ? undefined : wires.get(person.id);
      if (wire === undefined) return [change.address, { state: 'absent' }];
      return [change.address, await liveContact(change, wire, reader, names)];
    }),
  );
}

/** What somebody who is to be created is looked up by. */
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
  reader: IntercomReader,
  names: Names,
): Promise<Current> {
  if (read.state === 'live') return liveContact(change, read.contact, reader, names);
  return read.state === 'merged' ? read : { state: 'absent' };
}

async function liveContact(
  change: Change,
  wire: WireContact,
  reader: IntercomReader,
  names: Names,
): Promise<Current> {
  const person = livePerson(wire);
  const fields = new Map<string, Json>(person.fields);
  fields.set('archived', false);
  if (change.fields['tags'] !== undefined) {
    const ids = person.tagsComplete
      ? person.tags
      : (await reader.contactTags(person.id)).map((tag) => tag.id);
    fields.set(
      'tags',
      ids.flatMap((id) => names.tags.get(id) ?? []),
    );
  }
  if (change.fields['companies'] !== undefined) {
    const ids = person.companiesComplete
      ? person.companies
      : (await reader.contactCompanies(person.id)).map((company) => company.id);
    fields.set(
      'companies',
      ids.flatMap((id) => names.companies.get(id) ?? []),
    );
  }
  return { state: 'live', id: person.id, fields, role: person.role, identity: person };
}
