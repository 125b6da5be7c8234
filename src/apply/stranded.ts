import type { ChangeResult } from '../types/result.ts';
import { succeeded } from './succeeded.ts';
import type { Work } from './work.ts';

const WORDS: Readonly<Record<ChangeResult['outcome'], string>> = {
  done: 'is done',
  already: 'is done',
  failed: 'failed',
  stale: 'is stale',
  skipped: 'was skipped',
  unknown: 'may or may not have been written',
  not_attempted: 'was not attempted',
};

/** What came of the changes that others require, where it is no success: those others are skipped. */
export class Stranded {
  readonly #isRequired: (address: string) => boolean;
  /** `own`: the address is that of the change, not one in its `also`. */
  readonly #failed = new Map<string, { readonly reason: string; readonly own: boolean }>();

  constructor(isRequired: (address: string) => boolean) {
    this.#isRequired = isRequired;
  }

  ended({ change }: Work, result: ChangeResult): void {
    if (succeeded(result)) return;
    const end = result.partly === true ? 'is only partly written' : WORDS[result.outcome];
    const reason = `it needs ${result.address}, which ${end}`;
    for (const address of [change.address, ...change.also]) {
      const own = address === change.address;
      if (this.#isRequired(address) && (own || this.#failed.get(address)?.own !== true))
        this.#failed.set(address, { reason, own });
    }
  }

  /** Why the change cannot be made; undefined where nothing is known against it. */
  reasonFor({ change }: Work): string | undefined {
    if (this.#failed.size === 0) return undefined;
    for (const address of change.requires) {
      const failed = this.#failed.get(address);
      if (failed !== undefined) return failed.reason;
    }
    return undefined;
  }
}
