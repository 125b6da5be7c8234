import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';

/** Which contacts are known by which keys: nearly every key has one, and only keys with more have a list of their own. */
export class KeyHolders {
  readonly #keys = new KeyIndex();
  /** Number of a key → number of its only contact, plus one; 0 where it has none or several. */
  readonly #only = new Numbers();
  /** Number of a key → the numbers of its contacts, where there are several. */
  readonly #several = new Map<number, readonly number[]>();

  /** The numbers of the contacts, in the order in which they came. */
  of(key: string): readonly number[] {
    return this.#at(this.#keys.find(key));
  }

  add(key: string, contact: number): void {
    const at = this.#keys.add(key);
    const known = this.#at(at);
    if (!known.includes(contact)) this.#put(at, [...known, contact]);
  }

  remove(key: string, contact: number): void {
    const at = this.#keys.find(key);
    if (at === -1) return;
    this.#put(
      at,
      this.#at(at).filter((one) => one !== contact),
    );
  }

  #at(key: number): readonly number[] {
    if (key === -1) return [];
    const only = this.#only.get(key);
    return only === 0 ? (this.#several.get(key) ?? []) : [only - 1];
  }

  #put(key: number, contacts: readonly number[]): void {
    const [first, second] = contacts;
    this.#only.set(key, first === undefined || second !== undefined ? 0 : first + 1);
    if (second === undefined) this.#several.delete(key);
    else this.#several.set(key, contacts);
  }
}
