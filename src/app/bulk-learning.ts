import type { WantedBulks } from '../apply/bulk/bulk.ts';
import { BULK_VERBS, type BulkMemory, type BulkVerb } from '../types/bulk.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import { type BulkSetting, bulkFailing, bulkRefused } from './bulk-mode.ts';

/** What the bulk requests of an apply taught. */
export class BulkLearning {
  readonly diagnostics: Diagnostic[] = [];
  #memory: BulkMemory = {};

  /** For later applies; undefined where nothing was learned. */
  get memory(): BulkMemory | undefined {
    return Object.keys(this.#memory).length === 0 ? undefined : this.#memory;
  }

  /** The bulk requests that the setting wants, which tell what they learn. `now`: milliseconds since the epoch. */
  wanted(setting: BulkSetting, now: () => number): WantedBulks {
    const verbs = BULK_VERBS.filter((verb) => setting[verb] !== 'off');
    return Object.fromEntries(verbs.map((verb) => [verb, this.#options(verb, setting, now)]));
  }

  #options(verb: BulkVerb, { most }: BulkSetting, now: () => number) {
    return {
      most,
      onRefused: (reason: string) => {
        this.diagnostics.push(bulkRefused(verb, reason));
        const at = now();
        const refused = verb === 'create' ? { refused_at: at } : { update_refused_at: at };
        this.#memory = { ...this.#memory, ...refused };
      },
      // Nothing is remembered: it may work again an hour later.
      onFailing: (reason: string) => this.diagnostics.push(bulkFailing(verb, reason)),
      onMost: (fewer: number) => {
        this.#memory = { ...this.#memory, most: Math.min(this.#memory.most ?? fewer, fewer) };
      },
    };
  }
}
