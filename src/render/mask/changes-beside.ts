import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/**
 * Finds the changes of results by address. Results come in the order of their plan, so each is looked for behind the one before
 * it, and from the beginning only where it is not there: one walk through the plan, of which nothing is held.
 */
export class ChangesBeside {
  readonly #changes: Changes;
  #walk: Iterator<Change>;

  constructor(changes: Changes) {
    this.#changes = changes;
    this.#walk = changes[Symbol.iterator]();
  }

  of(address: string): Change | undefined {
    for (let left = this.#changes.length; left > 0; left--) {
      const change = this.#next();
      if (change?.address === address) return change;
    }
    return undefined;
  }

  #next(): Change | undefined {
    const next = this.#walk.next();
    if (next.done !== true) return next.value;
    this.#walk = this.#changes[Symbol.iterator]();
    const first = this.#walk.next();
    return first.done === true ? undefined : first.value;
  }
}
