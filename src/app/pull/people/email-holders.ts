import type { KindReader } from '../../../kinds/kind-reader.ts';
import { emailKey } from '../../../kinds/people/person-values.ts';
import type { WireContact } from '../../../kinds/people/wire-contact.ts';
import type { ContactKey } from '../../../types/contact-key.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import { Numbers } from '../../../types/numbers.ts';
import type { LivePerson } from '../../../types/person.ts';
import type { LiveContacts } from './live-contacts.ts';

/** How many emails are looked up together. */
const ASKED_AT_ONCE = 1500;

/** Tells which emails several live contacts of one role have. */
export interface SharedEmails {
  has(person: Pick<LivePerson, 'role' | 'email'>): boolean;
}

/**
 * Finds shared emails among these contacts and, if a query selected them, among all others. `isOne`: whether a contact would be
 * identified by its email.
 */
export async function sharedEmails(
  contacts: LiveContacts,
  {
    reader,
    everybody,
    isOne,
  }: { reader: KindReader; everybody: boolean; isOne(contact: WireContact): boolean },
): Promise<SharedEmails> {
  const holders = new Holders();
  let keys: ContactKey[] = [];
  const ask = async () => {
    for (const contact of (await reader.contacts(keys)).contacts) holders.add(contact);
    keys = [];
  };
  for (const contact of contacts.all()) {
    holders.add(contact);
    if (everybody || !contact.email || !isOne(contact)) continue;
    keys.push({ field: 'email', value: contact.email });
    if (keys.length === ASKED_AT_ONCE) await ask();
  }
  if (keys.length > 0) await ask();
  return { has: ({ role, email }) => email !== null && holders.areMany(role, email) };
}

/** For each email and role the number of its one holder, or MANY. */
class Holders {
  readonly #emails = new KeyIndex();
  readonly #ids = new KeyIndex();
  readonly #holder = new Numbers();

  add({ id, role, email }: WireContact): void {
    if (!email) return;
    const at = this.#emails.add(`${role} ${emailKey(email)}`);
    const holder = this.#ids.add(id) + 1;
    const known = this.#holder.get(at);
    this.#holder.set(at, known === 0 || known === holder ? holder : MANY);
  }

  areMany(role: string, email: string): boolean {
    const at = this.#emails.find(`${role} ${emailKey(email)}`);
    return at !== -1 && this.#holder.get(at) === MANY;
  }
}

const MANY = 2 ** 32 - 1;
