import type { ResultSink } from '../apply/result-sink.ts';
import { type Sorted, Spool } from '../spool/spool.ts';
import type { ChangeResult, Results } from '../types/result.ts';

/** Up to this many results are kept in memory; with more, all are on disk. */
const fewResults = 2000;

/** Collects the results of a run: of a million, only where each lies on disk is in memory. */
export class ResultStore implements ResultSink {
  readonly #few: number;
  readonly #spool: Spool<ChangeResult>;

  constructor({ inMemory = fewResults }: { readonly inMemory?: number } = {}) {
    this.#few = inMemory;
    this.#spool = new Spool({ inMemory });
  }

  add(place: number, result: ChangeResult): void {
    this.#spool.add(result, { rank: 0, order: place, owner: -1 });
  }

  sealed(): Results {
    const sorted = this.#spool.sorted();
    return sorted.length <= this.#few ? [...sorted] : new StoredResults(sorted);
  }
}

/** Results on disk, which are parsed anew in each iteration. */
class StoredResults implements Results {
  readonly #sorted: Sorted<ChangeResult>;

  constructor(sorted: Sorted<ChangeResult>) {
    this.#sorted = sorted;
  }

  get length(): number {
    return this.#sorted.length;
  }

  [Symbol.iterator](): Iterator<ChangeResult> {
    return this.#sorted[Symbol.iterator]();
  }

  /** For JSON.stringify, which writes a list only where it is an array. */
  toJSON(): readonly ChangeResult[] {
    return [...this];
  }
}
