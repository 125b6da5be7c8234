import { Spool } from '../../spool/spool.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';
import { createHolders, type Holders } from './holders.ts';
import { type AuditedPerson, type PersonKey, personKeys } from './person-keys.ts';

/** Slots for the keys of one contact: an email and a phone. */
const KEYS_A_PERSON = 2;

/**
 * Finds those who share a key among any number of contacts. All are written to disk, and those whose key occurred more than
 * once are read back at the end. In memory there are only a few numbers for each contact.
 */
export class Sharers {
  readonly #people = new Spool<AuditedPerson>();
  readonly #keys = new KeyIndex();
  /** How many contacts have each key. Two keys with equal hashes count as one, so a few may be read back that share nothing. */
  readonly #counts = new Numbers();
  /** For each contact the numbers of its keys, plus one; 0 is an empty slot. */
  readonly #keysOf = new Numbers();

  add(person: AuditedPerson, keys: readonly PersonKey[]): void {
    const at = this.#people.length;
    for (const [place, { key }] of keys.entries()) {
      const number = this.#keys.add(key);
      this.#counts.set(number, this.#counts.get(number) + 1);
      this.#keysOf.set(at * KEYS_A_PERSON + place, number + 1);
    }
    this.#people.add(person, { rank: 0, order: at, owner: -1 });
  }

  /** The holders of shared keys, in the order in which they were added. */
  holders(): Holders {
    const holders = createHolders();
    for (const person of this.#people.sorted({ keeps: ({ order }) => this.#shares(order) }))
      holders.add(person, personKeys(person));
    return holders;
  }

  close(): void {
    this.#people.close();
  }

  #shares(at: number): boolean {
    for (let place = 0; place < KEYS_A_PERSON; place++) {
      const number = this.#keysOf.get(at * KEYS_A_PERSON + place);
      if (number > 0 && this.#counts.get(number - 1) > 1) return true;
    }
    return false;
  }
}
