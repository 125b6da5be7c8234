import { ATTRIBUTES } from '../../kinds/attribute/calls.ts';
import { ADMINS } from '../../kinds/contact/calls.ts';
import { keyText } from '../../kinds/person-values.ts';
import { TAGS } from '../../kinds/tag/calls.ts';
import type { ContactRead, IntercomReader, WireCompany, WireContact } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { LatestRows } from '../latest-rows.ts';
import { askedScans } from './asked-scans.ts';
import { LiveContacts } from './live-contacts.ts';
import type { LiveState } from './read-live.ts';

/**
 * A reader that answers from what was read, and asks Intercom once for the rest: every comparison of a pull sees one live
 * state, and comparing again costs nothing. Even where everybody was read it asks
 *
 *   who carries an owner tag           the lists that came with contacts stop at ten (api.md 4.1)
 *   whose keys hold what is not seen   by a search for those characters
 *   lists beyond ten, and ids that are not among the contacts: who was merged, and into whom
 */
export function snapshotReader(reader: IntercomReader, live: LiveState): IntercomReader {
  const companies = new Map((live.companies ?? []).map((company) => [company.company_id, company]));
  const matched = live.contacts ?? new LiveContacts();
  /** Whom other questions found, as they are by then. */
  const others = new LiveContacts();
  const contactOf = (id: string) => others.get(id) ?? matched.get(id);
  const asked = new KeyIndex();
  const incomplete = new Set<string>();
  const askedCompanies = new Set<string>();
  const once = memo();
  const read = new Map<string, readonly Json[]>([
    [ATTRIBUTES.path, live.attributes as unknown as readonly Json[]], // Rows as they came are JSON.
    [TAGS.path, live.tags as unknown as readonly Json[]],
    ...(live.admins.length > 0 ? [[ADMINS.path, live.admins as unknown as readonly Json[]] as const] : []),
  ]);

  return {
    ...reader,
    list: (call) => {
      const rows = read.get(call.path);
      return rows === undefined
        ? once(call.path, () => reader.list(call))
        : Promise.resolve(rows.map((row) => call.row(row)));
    },
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
      const contact = contactOf(id);
      if (contact !== undefined) return { state: 'live', contact };
      return once(`contact ${id}`, () => reader.contact(id, options));
    },
    async contacts(keys) {
      if (!live.everybody) {
        const fresh = keys.filter((key) => !asked.has(keyText(key)));
        const rows = fresh.length === 0 ? undefined : await reader.contacts(fresh);
        for (const key of fresh) asked.add(keyText(key));
        for (const key of rows?.incomplete ?? []) incomplete.add(keyText(key));
        for (const contact of rows?.contacts ?? []) others.put(contact);
      }
      const contacts = new Map<string, WireContact>();
      for (const key of keys)
        for (const contact of [...matched.having(key), ...others.having(key)])
          if (!contacts.has(contact.id)) contacts.set(contact.id, others.get(contact.id) ?? contact);
      return {
        contacts: [...contacts.values()],
        incomplete: incomplete.size === 0 ? [] : keys.filter((key) => incomplete.has(keyText(key))),
      };
    },
    scanContacts: askedScans(reader),
    // Only counts for the notes of a plan, which a pull does not show.
    countContacts: async () => 0,
    contactTags: (id) => once(`tags ${id}`, () => reader.contactTags(id)),
    contactCompanies: (id) => once(`companies ${id}`, () => reader.contactCompanies(id)),
  };
}

/** Asks each question once; the answers lie on disk. */
function memo() {
  const answers = new LatestRows<{ readonly key: string; readonly answer: unknown }>();
  const pending = new Map<string, Promise<unknown>>();
  return <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    const known = answers.get(key);
    const asking = known?.key === key ? Promise.resolve(known.answer) : (pending.get(key) ?? asked(key, ask));
    return asking as Promise<T>; // the key names the question, and with it the type of the answer
  };

  function asked(key: string, ask: () => Promise<unknown>): Promise<unknown> {
    const asking = ask().then((answer) => {
      answers.set(key, { key, answer });
      pending.delete(key);
      return answer;
    });
    pending.set(key, asking);
    return asking;
  }
}
