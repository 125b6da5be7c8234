import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Compared } from './compare.ts';
import { leftOut } from './new-item.ts';

/** What is left out of the items that are added, since plan would change it or has an error for it. */
export class Exclusions {
  readonly #paths = new Map<string, Set<string>>();
  /** Address → the code of the error. */
  readonly refused = new Map<string, string>();

  readonly isExcluded = (address: string, path: string): boolean =>
    this.#paths.get(address)?.has(path) === true;

  /** Takes what plan would still do about items that were added; false where that is nothing more than was left out already. */
  take({ planned, online }: Compared, added: ReadonlySet<string>): boolean {
    let isMore = false;
    for (const item of planned) {
      if (item.state !== 'change' || !added.has(item.change.address)) continue;
      for (const path of Object.keys(item.change.fields)) {
        if (this.isExcluded(item.change.address, path)) continue;
        isMore = true;
        this.#exclude(item.change.address, path);
      }
    }
    for (const { address, severity, code } of online) {
      if (severity !== 'error' || address === undefined || !added.has(address)) continue;
      isMore ||= this.refused.get(address) !== code;
      this.refused.set(address, code);
    }
    return isMore;
  }

  findings(): readonly Diagnostic[] {
    return [...this.refused.values()].map((why) =>
      leftOut('contact', 'a contact cannot be declared and stays unmanaged', why),
    );
  }

  #exclude(address: string, path: string): void {
    this.#paths.set(address, (this.#paths.get(address) ?? new Set()).add(path));
  }
}
