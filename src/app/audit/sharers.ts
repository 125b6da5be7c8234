import { Spool } from '../../spool/spool.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';
import { createHolders, type Holders } from './holders.ts';
import { keysOf, type Person, type PersonKey } from './person-keys.ts';

/** Places for keys a person: an email and a phone. */
const KEYS_A_PERSON = 2;

/**
 * Finds those who share a key among any number of people: everybody goes to disk, and whoever has a key that came again is read
 * back at the end. What is held of a person is numbers.
 */
export class Sharers {
  readonly #people = new Spool<Person>();
  readonly #keys = new KeyIndex();
  /** How many people have each key. Equal hashes make two keys one: then those are read back who share nothing. */
  readonly #counts = new Numbers();
  /** The numbers of the keys of each person, plus one. */
  readonly #keysOf = new Numbers();

  add(person: Person, keys: readonly PersonKey[]): void {
    const at = this.#people.length;
    for (const [place, { key }] of keys.entries()) {
      const number = this.#keys.add(key);
      this.#counts.set(number, this.#counts.get(number) + 1);
      this.#keysOf.set(at * KEYS_A_PERSON + place, number + 1);
    }
    this.#people.add(person, { rank: 0, order: at, owner: -1 });
  }

  /** Who holds each key, of those who share one, in the order in which they came. */
  holders(): Holders {
    const holders = createHolders();
    for (const person of this.#people.sorted({ keeps: ({ order }) => this.#shares(order) }))
      holders.add(person, keysOf(person));
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
