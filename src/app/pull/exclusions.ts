import { kindOf } from '../../kinds/index.ts';
import { leftOut } from '../../kinds/pulled/items.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { KeyIndex } from '../../types/key-index.ts';
import { Numbers } from '../../types/numbers.ts';
import { type Compared, changesOf } from './compared.ts';

/**
 * What is left out of the added items, because plan would change it or has an error about it. Stored as numbers, since there
 * may be a million.
 */
export class Exclusions {
  /** Address and path of each value that is left out. */
  readonly #paths = new KeyIndex();
  readonly #refused = new KeyIndex();
  /** Number of a refused address → number of its reason. */
  readonly #why = new Numbers();
  /** Reasons: the kind and the code of an error. */
  readonly #reasons: string[] = [];

  readonly isExcluded = (address: string, path: string): boolean => this.#paths.has(pathKey(address, path));

  isRefused(address: string): boolean {
    return this.#refused.has(address);
  }

  /** Collects what plan would still change or refuse about added items. False if all of it was left out already. */
  take(compared: Compared, isAdded: (address: string) => boolean): boolean {
    let isMore = false;
    for (const { address, fields } of changesOf(compared)) {
      if (!isAdded(address)) continue;
      for (const path of Object.keys(fields)) {
        const { size } = this.#paths;
        this.#paths.add(pathKey(address, path));
        isMore ||= this.#paths.size > size;
      }
    }
    for (const { address, severity, code } of compared.online) {
      if (severity !== 'error' || address === undefined || !isAdded(address)) continue;
      const { size } = this.#refused;
      const at = this.#refused.add(address);
      const why = this.#numberOf(`${address.split('/')[0]} ${code}`);
      isMore ||= at === size || this.#why.get(at) !== why;
      this.#why.set(at, why);
    }
    return isMore;
  }

  /** One finding for each reason. */
  findings(): readonly Diagnostic[] {
    const reasons = new Set<string>();
    for (let at = 0; at < this.#refused.size; at++) reasons.add(this.#reasons[this.#why.get(at)] ?? '');
    return Array.from(reasons, (reason) => {
      const [kind = '', why = ''] = reason.split(' ');
      const word = kindOf(kind)?.words.one ?? kind;
      const article = /^[aeiou]/.test(word) ? 'an' : 'a';
      return leftOut(kind, `${article} ${word} cannot be declared and stays unmanaged`, why);
    });
  }

  #numberOf(reason: string): number {
    const known = this.#reasons.indexOf(reason);
    return known === -1 ? this.#reasons.push(reason) - 1 : known;
  }
}

function pathKey(address: string, path: string): string {
  return `${address}\n${path}`;
}
