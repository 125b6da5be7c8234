import { isPlainId } from '../../kinds/check-id.ts';
import type { ContactDeclaration } from '../../kinds/contact/declaration.ts';
import { contactValues } from '../../kinds/contact/values.ts';
import { emailKey, livePerson } from '../../kinds/person-values.ts';
import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { isEmail } from '../../types/email-text.ts';
import type { IntercomReader, WireContact } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import type { LivePerson } from '../../types/person.ts';
import { type ContactNames, companyIdsOf, tagNamesOf } from './contact-names.ts';
import { declaredFields } from './declared-fields.ts';
import { byKey, leftOut, type NewItem, type NewItems } from './new-item.ts';
import { PULLED_LEADS, PULLED_USERS, probeSet } from './pulled-sets.ts';

/** Fields that a pull leaves alone: the Messenger overwrites the one, false is what nobody chose (api.md 4.2). */
function isManaged(path: string, value: Json): boolean {
  return (
    path !== 'role' && path !== 'last_seen_at' && !(path === 'unsubscribed_from_emails' && value === false)
  );
}

/**
 * Live contacts that no manifest declares, each by what tells it apart (DESIGN section 4):
 *
 *   external_id                     of a user, where no space surrounds it
 *   email                           that no other live contact of the role has
 *   id                              everybody else; an email that is shared is then left out, since it would be the key
 */
export async function newContacts(input: {
  readonly contacts: readonly WireContact[];
  readonly catalog: Catalog;
  readonly reader: IntercomReader;
  readonly names: ContactNames;
  readonly isExcluded: (address: string, path: string) => boolean;
  /** E.164 as the reader of data files takes it. */
  readonly isPhone: (text: string) => boolean;
}): Promise<NewItems> {
  const { contacts, catalog, reader, names, isExcluded, isPhone } = input;
  const declared = new Set(
    [...catalog.claims].flatMap(({ person }) => (person === undefined ? [] : [person.id])),
  );
  const people = contacts.filter(({ id }) => !declared.has(id)).map(livePerson);
  const shared = await sharedEmails(people, contacts, reader);
  const keys = new Set<string>();
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const person of people.sort(byId)) {
    const set = person.role === 'lead' ? PULLED_LEADS : PULLED_USERS;
    const known = identity(person, shared, (key) => keys.has(addressKey(set, key)));
    keys.add(addressKey(set, known.key));
    const at = address('contact', set, known.key);
    const live = new Map([...person.fields].filter(([path, value]) => isManaged(path, value)));
    if (known.by === 'id') {
      live.delete('email');
      live.delete('external_id');
    }
    const phone = live.get('phone');
    const owner = ownerEmail(person, names);
    live.delete('owner_id');
    const values = readBack(person, live, owner, catalog);
    if (typeof phone === 'string' && !isPhone(phone)) values.delete('phone');
    const found = declaredFields({ address: at, model: 'contact', live, values, catalog, isExcluded });
    left.push(...found.left.map((finding) => withoutPerson(finding, person)));
    const tags = (await tagNamesOf(person, reader, names)).sort();
    const companies = (await companyIdsOf(person, reader, names)).sort();
    const { custom_attributes, ...standard } = found.fields;
    const fields: Record<string, Json> = {
      ...(known.by === 'id' ? { id: person.id } : {}),
      ...standard,
      ...(owner === undefined || isExcluded(at, 'owner') || isExcluded(at, 'owner_id') ? {} : { owner }),
      ...(custom_attributes === undefined ? {} : { custom_attributes }),
      ...(tags.length === 0 || isExcluded(at, 'tags') ? {} : { tags }),
      ...(companies.length === 0 || isExcluded(at, 'companies') ? {} : { companies }),
    };
    if (known.why !== undefined)
      left.push(leftOut(address('contact', set, person.id), 'a contact is declared by its id', known.why));
    items.push({
      kind: 'contact',
      set,
      address: at,
      key: known.key,
      fields,
      ...(known.why === undefined ? {} : { comment: comment(person, known.why) }),
    });
  }
  return { items: items.sort(byKey), left };
}

interface Known {
  readonly by: 'external_id' | 'email' | 'id';
  readonly key: string;
  /** Why it is by id, though there is something better to know a person by. */
  readonly why?: string;
}

function identity(person: LivePerson, shared: ReadonlySet<string>, isTaken: (key: string) => boolean): Known {
  const { id, role, external_id, email } = person;
  if (external_id !== null && isPlainId(external_id) && !isTaken(external_id))
    return { by: 'external_id', key: external_id };
  if (external_id === null && email !== null && isEmail(email)) {
    if (shared.has(`${role} ${emailKey(email)}`)) return { by: 'id', key: id, why: 'others share its email' };
    if (!isTaken(email)) return { by: 'email', key: email };
  }
  if (external_id !== null || email !== null)
    return { by: 'id', key: id, why: 'its external_id or email cannot stand in a manifest' };
  return { by: 'id', key: id };
}

/** Role and email of those that several live contacts of one role have, whether the pull asked for them or not. */
async function sharedEmails(
  people: readonly LivePerson[],
  contacts: readonly WireContact[],
  reader: IntercomReader,
): Promise<ReadonlySet<string>> {
  const emails = people.flatMap(({ external_id, email }) =>
    external_id === null && email !== null ? [email] : [],
  );
  const rows = await reader.contacts(emails.map((value) => ({ field: 'email', value })));
  const holders = new Map<string, Set<string>>();
  for (const { id, role, email } of [...contacts, ...rows.contacts]) {
    if (!email) continue;
    const key = `${role} ${emailKey(email)}`;
    holders.set(key, (holders.get(key) ?? new Set()).add(id));
  }
  return new Set([...holders].filter(([, ids]) => ids.size > 1).map(([key]) => key));
}

/** What the kind makes of the values, were they declared. */
function readBack(
  person: LivePerson,
  live: ReadonlyMap<string, Json>,
  owner: string | undefined,
  catalog: Catalog,
): Map<string, Json> {
  const place = { file: '' };
  const cells = new Map([...live].map(([path, value]): [string, Cell] => [path, { value, place }]));
  if (owner !== undefined) cells.set('owner', { value: owner, place });
  const declaration: ContactDeclaration = {
    kind: 'contact',
    address: '',
    place,
    order: 0,
    version: null,
    cells,
    set: probeSet,
    role: person.role,
    id: person.id,
    externalId: undefined,
    email: undefined,
    row: undefined,
    fromRow: false,
  };
  const { scalars } = contactValues(declaration, catalog, () => {});
  return new Map([...scalars].map(([path, { value }]) => [path, value]));
}

/** The teammate's email, where it names one teammate. */
function ownerEmail(person: LivePerson, { owners }: ContactNames): string | undefined {
  const id = person.fields.get('owner_id');
  return typeof id === 'string' ? owners.get(id) : undefined;
}

function comment({ role, email }: LivePerson, why: string): string {
  return `${role}${email === null ? '' : ` ${email}`}: ${why}`;
}

/** Findings are shown where people are not: they name the contact by Intercom's id. */
function withoutPerson(finding: Diagnostic, person: LivePerson): Diagnostic {
  const set = person.role === 'lead' ? PULLED_LEADS : PULLED_USERS;
  return { ...finding, address: address('contact', set, person.id) };
}

function addressKey(set: string, key: string): string {
  return `${set} ${key.toLowerCase()}`;
}

function byId(a: LivePerson, b: LivePerson): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
