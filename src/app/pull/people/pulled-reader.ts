import type { KindReader } from '../../../kinds/kind-reader.ts';
import { keyText } from '../../../kinds/people/person-values.ts';
import type { ContactRead, WireContact } from '../../../kinds/people/wire-contact.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { LatestRows } from '../../latest-rows.ts';
import type { LiveState } from '../read-live.ts';
import { askedScans } from './asked-scans.ts';
import { LiveContacts } from './live-contacts.ts';

/**
 * A reader that answers from the contacts that were read, and sends each further question once. So every comparison of a pull
 * sees the same live state, and comparing again needs no request. `lists` has read the lists. Even after all contacts were
 * read, it still sends questions about
 *
 *     who carries an owner tag            embedded lists stop at ten (intercom 4.1)
 *     keys with invisible characters      a search for those characters
 *     lists longer than ten, and ids that are not among the contacts, because these were merged
 */
export function pulledReader(
  reader: KindReader,
  lists: Pick<KindReader, 'list' | 'company' | 'companies' | 'scanCompanies'>,
  live: LiveState,
): KindReader {
  const matched = live.contacts ?? new LiveContacts();
  /** Contacts that further questions found, in their state at that time. */
  const others = new LiveContacts();
  const contactOf = (id: string) => others.get(id) ?? matched.get(id);
  const asked = new KeyIndex();
  const incomplete = new Set<string>();
  const once = memo();

  return {
    ...reader,
    list: lists.list,
    company: lists.company,
    companies: lists.companies,
    scanCompanies: lists.scanCompanies,
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
    // Counts are needed only for notes of a plan, which a pull does not show.
    countContacts: async () => 0,
    contactTags: (id) => once(`tags ${id}`, () => reader.contactTags(id)),
    contactCompanies: (id) => once(`companies ${id}`, () => reader.contactCompanies(id)),
  };
}

/** Sends each question once, and keeps the answers on disk. */
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
