import type { KeptReasons, RejectReadings } from '../sources/index.ts';
import { Spool, type SpoolOptions } from '../spool/spool.ts';
import type { RejectedRow, RowLayout } from '../types/mapped-row.ts';
import { RejectedRowText } from './rejected-row-text.ts';

/** Rows that were left out of their sets, by data file. They can be iterated several times. */
export interface Rejects extends RejectReadings {
  of(layout: RowLayout): Iterable<RejectedRow>;
  /** Frees the disk space; nothing can be read afterwards. */
  close(): void;
}

/** For a project of which no row was left out. */
export const noRejects: Rejects = { counts: new Map(), of: () => [], close() {} };

/** Collects rows that are left out. What does not fit into memory is kept on disk. */
export class RejectedRows implements Rejects {
  readonly #counts = new Map<RowLayout, number>();
  readonly #ranks = new Map<RowLayout, number>();
  readonly #spool: Spool<RejectedRow>;

  constructor({ inMemory }: Pick<SpoolOptions<RejectedRow>, 'inMemory'> = {}) {
    const text = new RejectedRowText();
    this.#spool = new Spool({
      inMemory,
      encode: (row) => text.encode(row),
      decode: (line) => text.decode(line),
    });
  }

  get counts(): ReadonlyMap<RowLayout, number> {
    return this.#counts;
  }

  add(row: RejectedRow): void {
    const { layout } = row.row;
    const rank = this.#ranks.get(layout) ?? this.#ranks.size;
    this.#ranks.set(layout, rank);
    this.#counts.set(layout, (this.#counts.get(layout) ?? 0) + 1);
    this.#spool.add(row, { rank, order: row.at ?? 0, owner: -1 });
  }

  of = (layout: RowLayout): Iterable<RejectedRow> => {
    const rank = this.#ranks.get(layout);
    return this.#spool.sorted({ keeps: (key) => key.rank === rank });
  };

  close(): void {
    this.#spool.close();
  }
}

/** Collects reasons. Many are kept on disk. */
export function keptReasons(): KeptReasons {
  const spool = new Spool<{ readonly at: number; readonly reasons: readonly string[] }>();
  return {
    add: (at, reasons) => spool.add({ at, reasons }, { rank: 0, order: at, owner: -1 }),
    sorted: () => spool.sorted(),
    close: () => spool.close(),
  };
}
