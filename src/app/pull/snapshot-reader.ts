import { keyText } from '../../kinds/person-values.ts';
import type {
  ContactKey,
  ContactRead,
  IntercomReader,
  WireCompany,
  WireContact,
} from '../../types/intercom.ts';
import type { LiveState } from './read-live.ts';

/**
 * A reader that answers from what was read, and asks Intercom once for the rest: every comparison of a pull sees one live
 * state, and comparing again costs nothing.
 */
export function snapshotReader(reader: IntercomReader, live: LiveState): IntercomReader {
  const companies = new Map((live.companies ?? []).map((company) => [company.company_id, company]));
  const contacts = new Map<string, WireContact>();
  const byKey = new Map<string, Set<string>>();
  const asked = new Set<string>();
  const incomplete = new Set<string>();
  const put = (contact: WireContact) => {
    contacts.set(contact.id, contact);
    for (const key of keysOf(contact)) byKey.set(key, (byKey.get(key) ?? new Set()).add(contact.id));
  };
  for (const contact of live.contacts ?? []) put(contact);
  const askedCompanies = new Set<string>();
  const once = memo();

  return {
    ...reader,
    attributes: async () => live.attributes,
    tags: async () => live.tags,
    admins: () => once('admins', async () => (live.admins.length > 0 ? live.admins : reader.admins())),
    company: async (companyId): Promise<WireCompany | undefined> => {
      const known = companies.get(companyId);
      if (known !== undefined || live.allCompanies) return known;
      return once(`company ${companyId}`, () => reader.company(companyId));
    },
    async companies(companyIds) {
      const fresh = live.allCompanies
        ? []
        : companyIds.filter((id) => !companies.has(id) && !askedCompanies.has(id));
      for (const id of fresh) askedCompanies.add(id);
      const found = fresh.length === 0 ? [] : (await reader.companies(fresh)).values();
      for (const company of found) companies.set(company.company_id, company);
      return new Map(
        companyIds.flatMap((id) => {
          const known = companies.get(id);
          return known === undefined ? [] : [[id, known]];
        }),
      );
    },
    contact: async (id, options): Promise<ContactRead> => {
      const contact = contacts.get(id);
      if (contact !== undefined) return { state: 'live', contact };
      return once(`contact ${id}`, () => reader.contact(id, options));
    },
    async contacts(keys) {
      if (!live.everybody) {
        const fresh = keys.filter((key) => !asked.has(keyText(key)));
        const rows = fresh.length === 0 ? undefined : await reader.contacts(fresh);
        for (const key of fresh) asked.add(keyText(key));
        for (const key of rows?.incomplete ?? []) incomplete.add(keyText(key));
        for (const contact of rows?.contacts ?? []) put(contact);
      }
      const ids = new Set(keys.flatMap((key) => [...(byKey.get(keyText(key)) ?? [])]));
      return {
        contacts: [...ids].flatMap((id) => contacts.get(id) ?? []),
        incomplete: keys.filter((key) => incomplete.has(keyText(key))),
      };
    },
    // Only counts for the notes of a plan, which a pull does not show.
    countContacts: async () => 0,
    contactTags: (id) => once(`tags ${id}`, () => reader.contactTags(id)),
    contactCompanies: (id) => once(`companies ${id}`, () => reader.contactCompanies(id)),
  };
}

function memo() {
  const answers = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(key) ?? ask();
    answers.set(key, known);
    return known as Promise<T>; // the key names the question, and with it the type of the answer
  };
}

function keysOf(contact: WireContact): readonly string[] {
  const { id, role, external_id, email, phone } = contact;
  const keys: ContactKey[] = [{ field: 'id', value: id }];
  // A lead's is a random UUID, which nobody looks up (api.md 4.4).
  if (external_id !== null && role === 'user') keys.push({ field: 'external_id', value: external_id });
  if (email) keys.push({ field: 'email', value: email });
  if (phone) keys.push({ field: 'phone', value: phone });
  return keys.map(keyText);
}
