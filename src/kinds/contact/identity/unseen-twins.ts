import type { Catalog } from '../../../types/catalog.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { seenText, unseenIn } from '../../../types/identity-text.ts';
import { isIntercomFailure } from '../../../types/intercom.ts';
import type { Json } from '../../../types/json.ts';
import type { LivePerson } from '../../../types/person.ts';
import { keyText, livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleReader } from '../../people-calls.ts';
import type { Wanted } from '../comparing/wanted.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** Keys of one request (intercom 4.6.2): to fill its free room costs nothing. */
const keysPerRequest = 150;
/** Where more people are declared, live people are searched by the invisible characters themselves. */
const fewPeople = 40;
/** Invisible characters around copied text, the most frequent first. */
const AROUND: readonly (readonly [string, string])[] = [
  ['', '\u200b'],
  ['\ufeff', ''],
  ['\u200b', ''],
  ['', '\u00a0'],
  ['', '\u200e'],
  ['\u202a', '\u202c'],
  ['', '\u2060'],
  ['', '\u200d'],
  ['\u2060', ''],
  ['\u00a0', ''],
  ['\u200e', ''],
  ['', '\ufeff'],
  ['', '\u00ad'],
  ['', '\u200c'],
  ['', '\u200f'],
  ['\u200f', ''],
  ['\u2066', '\u2069'],
  ['', ' '],
  [' ', ''],
];

/**
 * The same emails and external_ids with invisible characters around them, as many as fit into the request that looks the
 * keys up. A search for the declared text does not find a live contact with such a character.
 */
export function twinKeys(keys: readonly ContactKey[]): readonly ContactKey[] {
  const named = keys.filter(({ field }) => field === 'email' || field === 'external_id');
  if (named.length === 0 || keys.length > fewPeople) return [];
  return AROUND.flatMap(([before, after]) =>
    named.map(({ field, value }) => ({ field, value: `${before}${value}${after}` })),
  ).slice(0, keysPerRequest - keys.length);
}

/** The most frequent invisible characters in copied text: as many as a group of filters holds (intercom 4.6.2). */
const UNSEEN = [
  ...['\u200b', '\u200c', '\u200d', '\u200e', '\u200f', '\u202a', '\u202c', '\u202e'],
  ...['\u2060', '\u2066', '\u2069', '\ufeff', '\u00ad', '\u00a0', '\u202f'],
];
/** Intercom's answers to a search that it does not accept. */
const REFUSED: ReadonlySet<number> = new Set([400, 422]);

/** Reads, at the first call only, the live contacts whose email or external_id holds an invisible character. */
export type HiddenPeople = () => Promise<readonly WireContact[]>;

/**
 * One request, or more where the contacts do not fit on a page. Plans do without it where Intercom does not support the
 * search, or answers with contacts without such characters.
 */
export function hiddenPeople(reader: PeopleReader): HiddenPeople {
  let read: Promise<readonly WireContact[]> | undefined;
  return () => {
    read ??= readHidden(reader);
    return read;
  };
}

async function readHidden(reader: PeopleReader): Promise<readonly WireContact[]> {
  const groups = ['email', 'external_id'].map((field) => ({
    operator: 'OR',
    value: UNSEEN.map((value) => ({ field, operator: '~', value })),
  }));
  const hidden: WireContact[] = [];
  try {
    for await (const page of reader.scanContacts({ operator: 'OR', value: groups })) {
      const found = page.filter(({ email, external_id }) => isHidden(email) || isHidden(external_id));
      if (found.length === 0) return hidden;
      hidden.push(...found);
    }
  } catch (error) {
    const isHelpless =
      isIntercomFailure(error) && (error.code === 'incomplete' || REFUSED.has(error.status ?? 0));
    if (!isHelpless) throw error;
  }
  return hidden;
}

/**
 * Adds live contacts that look like a person to be created. Used where too many people are declared to look up their twins
 * by key.
 */
export async function addUnseenTwins(
  declared: readonly ContactDeclaration[],
  { people }: Catalog,
  { hidden, total }: { readonly hidden: HiddenPeople; readonly total: number },
): Promise<void> {
  const isNew = ({ id, externalId, email, set }: ContactDeclaration) =>
    id === undefined &&
    set.policy.on_missing === 'create' &&
    (externalId === undefined || people.byExternalId(externalId) === undefined) &&
    (email === undefined || people.byEmail(email).length === 0);
  if (total <= fewPeople || !declared.some(isNew)) return;
  const found = await hidden();
  if (found.length === 0) return;
  const looks = new Set(
    declared.flatMap(({ cells }) =>
      (['external_id', 'email'] as const).map((field) => looksOf(field, cells.get(field)?.value)),
    ),
  );
  for (const contact of found) {
    const isTwin =
      looks.has(looksOf('external_id', contact.external_id)) || looks.has(looksOf('email', contact.email));
    if (isTwin && people.byId(contact.id) === undefined)
      people.set(contact.id, { state: 'live', person: livePerson(contact) });
  }
}

function looksOf(field: ContactKey['field'], value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? keyText({ field, value: seenText(value) }) : undefined;
}

function isHidden(value: string | null | undefined): boolean {
  return typeof value === 'string' && seenText(value) !== value;
}

/**
 * Whether the set would create the person beside this live contact even if the email were the same, so that a look-alike is
 * no error.
 */
function isWelcome(twin: LivePerson, { externalId, role, set }: ContactDeclaration): boolean {
  if (role === 'lead') return twin.role === 'user' && set.identity.users === 'keep';
  if (twin.role === 'lead') return set.identity.leads === 'keep';
  // A user without an external_id would be adopted.
  return externalId !== undefined && twin.external_id !== null && set.policy.shared_email === 'allow';
}

/** Whether a live contact looks the same as this person, who is to be created; if so, it is reported. */
export function reportTwin({ lead, scalars }: Wanted, { people }: Catalog, report: Report): boolean {
  for (const field of ['external_id', 'email'] as const) {
    const value = scalars.get(field)?.value;
    if (typeof value !== 'string') continue;
    const key: ContactKey = { field, value };
    const [twin] = people
      .twins(key)
      .filter((person) => (field === 'email' ? !isWelcome(person, lead) : person.role === 'user'));
    if (twin === undefined) continue;
    const held = twin[field] ?? '';
    report({
      code: 'unseen-twin',
      severity: 'error',
      summary: `a live ${twin.role} has this ${field}, with a character in it that is not seen`,
      detail: `${twin.role} ${twin.id} holds ${unseenIn(held, 'id') ?? 'a space'} in ${JSON.stringify(seenText(held))}`,
      help: `take the character out in Intercom, or declare the contact with id: ${twin.id} to have it mended`,
      address: lead.address,
      ...(scalars.get(field)?.place ?? lead.place),
    });
    return true;
  }
  return false;
}
