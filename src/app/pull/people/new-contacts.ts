import { contactValues } from '../../../kinds/contact/comparing/values.ts';
import type { ContactDeclaration } from '../../../kinds/contact/declaration.ts';
import type { KindReader } from '../../../kinds/kind-reader.ts';
import { livePerson } from '../../../kinds/people/person-values.ts';
import type { WireContact } from '../../../kinds/people/wire-contact.ts';
import { leftOut } from '../../../kinds/pulled/items.ts';
import { declaredFields } from '../../../kinds/pulled/values.ts';
import { isPlainId } from '../../../kinds/values/check-id.ts';
import { Spool } from '../../../spool/spool.ts';
import { address } from '../../../types/address.ts';
import type { Catalog } from '../../../types/catalog.ts';
import type { Cell } from '../../../types/declaration.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import { isEmail } from '../../../types/email-text.ts';
import type { Json } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { NewItem } from '../../../types/kind/pulling.ts';
import type { LivePerson } from '../../../types/person.ts';
import { type ContactNames, companyIdsOf, tagNamesOf } from './contact-names.ts';
import { type SharedEmails, sharedEmails } from './email-holders.ts';
import type { LiveContacts } from './live-contacts.ts';
import { PULLED_LEADS, PULLED_SETS, PULLED_USERS, probeSet } from './pulled-sets.ts';

/**
 * Whether a pull declares a field. It does not declare the role, which the set gives, `last_seen_at`, which the Messenger
 * overwrites, and the default `unsubscribed_from_emails: false` (intercom 4.2).
 */
function isManaged(path: string, value: Json): boolean {
  return (
    path !== 'role' && path !== 'last_seen_at' && !(path === 'unsubscribed_from_emails' && value === false)
  );
}

/** A live contact that no manifest declares, with the key that it will be declared by. */
export interface Addition {
  readonly set: string;
  /** Sort key. */
  readonly key: string;
  /** False where the flags leave it out. */
  readonly chosen: boolean;
  readonly found: Known & { readonly id: string };
}

/**
 * Finds live contacts that no manifest declares, and the key that identifies each (design 4), sorted by set and key:
 *
 *     external_id   of a user, where a manifest can hold it
 *     email         without an external_id, if no other live contact of that role has this email
 *     id            otherwise. A shared email is then left out of the declaration, because it would be the key
 */
export async function undeclaredContacts(input: {
  readonly contacts: LiveContacts;
  readonly everybody: boolean;
  readonly isDeclared: (contact: WireContact) => boolean;
  readonly reader: KindReader;
  readonly selects: (address: string, set: string) => boolean;
}): Promise<{ readonly additions: Spool<Addition>; readonly chosen: number }> {
  const { contacts, everybody, isDeclared, reader, selects } = input;
  const isOne = (contact: WireContact) => !isDeclared(contact) && livePerson(contact).external_id === null;
  const shared = await sharedEmails(contacts, { reader, everybody, isOne });
  const keys = new KeyIndex();
  const additions = new Spool<Addition>();
  let chosen = 0;
  for (const contact of contacts.all()) {
    if (isDeclared(contact)) continue;
    const person = livePerson(contact);
    const set = setOf(person);
    const known = identity(person, shared, (key) => keys.has(addressKey(set, key)));
    keys.add(addressKey(set, known.key));
    const isChosen = selects(address('contact', set, known.key), set);
    if (isChosen) chosen++;
    const addition = { set, key: known.key, chosen: isChosen, found: { ...known, id: person.id } };
    additions.add(addition, { rank: PULLED_SETS.indexOf(set), order: 0, owner: -1 });
  }
  return { additions, chosen };
}

/** What is needed to declare contacts. */
export interface ContactContext {
  readonly catalog: Catalog;
  readonly reader: KindReader;
  readonly names: ContactNames;
  readonly isExcluded: (address: string, path: string) => boolean;
  /** Whether a phone number is in E.164, as data files are read. */
  readonly isPhone: (text: string) => boolean;
}

/** The declaration of a live contact, and findings about what is left out of it. */
export async function newContact(
  person: LivePerson,
  known: Known,
  { catalog, reader, names, isExcluded, isPhone }: ContactContext,
): Promise<{ readonly item: NewItem; readonly left: readonly Diagnostic[] }> {
  const set = setOf(person);
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
  const left = found.left.map((finding) => withoutPerson(finding, person));
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
  const item: NewItem = {
    kind: 'contact',
    set,
    address: at,
    key: known.key,
    fields,
    ...(known.why === undefined ? {} : { comment: comment(person, known.why) }),
  };
  return { item, left };
}

/** The key that identifies a contact. */
export interface Known {
  readonly by: 'external_id' | 'email' | 'id';
  readonly key: string;
  /** Why it is the id although the contact has an external_id or an email. */
  readonly why?: string;
}

function identity(person: LivePerson, shared: SharedEmails, isTaken: (key: string) => boolean): Known {
  const { id, external_id, email } = person;
  if (external_id !== null && isPlainId(external_id) && !isTaken(external_id))
    return { by: 'external_id', key: external_id };
  if (external_id === null && email !== null && isEmail(email)) {
    if (shared.has(person)) return { by: 'id', key: id, why: 'others share its email' };
    if (!isTaken(email)) return { by: 'email', key: email };
  }
  if (external_id !== null || email !== null)
    return { by: 'id', key: id, why: 'its external_id or email cannot stand in a manifest' };
  return { by: 'id', key: id };
}

/** The values that the kind would read from such a declaration. */
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

/** The email of the owner, if only one teammate has it. */
function ownerEmail(person: LivePerson, { owners }: ContactNames): string | undefined {
  const id = person.fields.get('owner_id');
  return typeof id === 'string' ? owners.get(id) : undefined;
}

function comment({ role, email }: LivePerson, why: string): string {
  return `${role}${email === null ? '' : ` ${email}`}: ${why}`;
}

/** Findings are shown where personal data is not, so they name the contact by its Intercom id. */
function withoutPerson(finding: Diagnostic, person: LivePerson): Diagnostic {
  return { ...finding, address: address('contact', setOf(person), person.id) };
}

function setOf({ role }: LivePerson): string {
  return role === 'lead' ? PULLED_LEADS : PULLED_USERS;
}

function addressKey(set: string, key: string): string {
  return `${set} ${key.toLowerCase()}`;
}
