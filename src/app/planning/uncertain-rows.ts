import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import { Spool } from '../../spool/spool.ts';
import type { LeftAlone } from '../../types/catalog.ts';
import type { UncertainRows } from '../../types/kind.ts';
import type { RejectedRow } from '../../types/mapped-row.ts';
import { RejectedRowText } from '../rejected-row-text.ts';

/** What a part found of a row: it is left out or, without `row`, an error of it is overlooked. */
interface Found {
  readonly set: string;
  readonly keys: readonly string[];
  readonly order: number;
  /** Absent where something was overlooked. */
  readonly row?: RejectedRow | undefined;
}

/** The part that is being planned. */
interface PartNow {
  readonly leftAlone: LeftAlone;
  readonly orders: Set<number>;
  readonly rowOf: (order: number) => number;
  readonly round: number;
}

/**
 * Rows that parts leave out or overlook. This is uncertain until the end, because a row that is planned again may turn out to
 * be right. So each part knows only its own, and `settle` tells the sets what holds in the end.
 */
export class UncertainRowsOfParts {
  readonly #spool: Spool<Found>;
  #now: PartNow | undefined;

  constructor() {
    const text = new RejectedRowText();
    this.#spool = new Spool<Found>({
      encode: ({ row, ...found }) => `${JSON.stringify(found)}\n${row === undefined ? '' : text.encode(row)}`,
      decode(line) {
        const end = line.indexOf('\n');
        const written = line.slice(end + 1);
        const found = JSON.parse(line.slice(0, end)) as Omit<Found, 'row'>;
        return written === '' ? found : { ...found, row: text.decode(written) };
      },
    });
  }

  /** What sets use in place of their own lists; undefined while no part is being planned. */
  readonly current = (): UncertainRows | undefined => {
    const now = this.#now;
    if (now === undefined) return undefined;
    return {
      reject: (set, row, keys, { order }) => {
        if (now.orders.has(order)) return;
        now.orders.add(order);
        this.#take(now, { set, keys, order, row });
      },
      has: ({ order }) => now.orders.has(order),
      overlook: (set, keys) => this.#take(now, { set, keys, order: -1 }),
    };
  };

  /** Runs the planning of a part, whose results are uncertain. */
  during<T>(now: PartNow, work: () => T): T {
    this.#now = now;
    try {
      return work();
    } finally {
      this.#now = undefined;
    }
  }

  /** Tells the sets what holds in the end. */
  settle(sets: readonly ContactSet[], isLast: (row: number, round: number) => boolean): void {
    const byName = new Map(sets.map((set) => [set.name, set]));
    for (const { set, keys, order, row } of this.#spool.sorted({
      keeps: ({ owner, mark = 0 }) => owner < 0 || isLast(owner, mark),
    })) {
      const of = byName.get(set);
      if (row === undefined) of?.rejects.overlook(keys);
      else of?.rejects.add(row, keys, { order });
    }
    this.#spool.close();
  }

  #take({ leftAlone, rowOf, round }: PartNow, found: Found): void {
    for (const key of found.keys) leftAlone.add(key);
    const owner = rowOf(found.order);
    this.#spool.add(found, { rank: 0, order: found.order, owner, mark: round });
  }
}
