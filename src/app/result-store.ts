import type { ResultSink } from '../apply/result-sink.ts';
import { ScratchFile } from '../spool/scratch-file.ts';
import { type Sorted, Spool } from '../spool/spool.ts';
import { SpoolError } from '../spool/spool-error.ts';
import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Changes } from '../types/plan.ts';
import { type ChangeResult, OUTCOMES, type Results } from '../types/result.ts';
import { streamOf } from '../types/stream.ts';

/** Up to this many results are kept in memory; with more, all are on disk. */
const fewResults = 2000;

export interface ResultStoreOptions {
  readonly inMemory?: number | undefined;
  /** Makes the file for the results. */
  readonly scratch?: (() => ScratchFile) | undefined;
}

/**
 * Collects the results of a run: of a million, only the outcomes and where each lies on disk are in memory. A disk that is full
 * must not end a run that writes, so what is left then are the outcomes.
 */
export class ResultStore implements ResultSink {
  readonly #changes: Changes;
  readonly #few: number;
  readonly #spool: Spool<ChangeResult>;
  /** By place: the number of the outcome. */
  readonly #outcomes: Uint8Array;
  #failure: SpoolError | undefined;

  /** `changes`: those that are run. */
  constructor(
    changes: Changes,
    { inMemory = fewResults, scratch = () => new ScratchFile() }: ResultStoreOptions = {},
  ) {
    this.#changes = changes;
    this.#few = inMemory;
    this.#spool = new Spool({ inMemory, scratch });
    this.#outcomes = new Uint8Array(changes.length);
  }

  add(place: number, result: ChangeResult): void {
    this.#outcomes[place] = OUTCOMES.indexOf(result.outcome);
    if (this.#failure !== undefined) return;
    try {
      this.#spool.add(result, { rank: 0, order: place, owner: -1 });
    } catch (failure) {
      if (!(failure instanceof SpoolError)) throw failure;
      this.#failure = failure;
    }
  }

  /** Why the results hold no more than the outcomes; undefined where they are whole. */
  get failure(): Diagnostic | undefined {
    return this.#failure?.diagnostic;
  }

  sealed(): Results {
    if (this.#failure !== undefined) return this.#bare(this.#failure.diagnostic.summary);
    const sorted = this.#spool.sorted();
    return sorted.length <= this.#few ? [...sorted] : stored(sorted);
  }

  #bare(lost: string): Results {
    const [changes, outcomes] = [this.#changes, this.#outcomes];
    return streamOf(changes.length, function* () {
      let place = 0;
      for (const change of changes) yield bareResult(change, outcomes[place++], lost);
    });
  }
}

/** Results on disk, which are parsed anew in each iteration. */
function stored(sorted: Sorted<ChangeResult>): Results {
  return streamOf(sorted.length, () => sorted[Symbol.iterator]());
}

/** A result without what else was known of it; `lost` says why. */
function bareResult({ address, action, id }: Change, number: number | undefined, lost: string): ChangeResult {
  const outcome = OUTCOMES[number ?? 0] ?? 'unknown';
  return { address, action, outcome, id, ...(outcome === 'done' ? {} : { reason: lost }) };
}
