import type { Condition } from '../../kinds/contact/identity/part.ts';
import { GROUP_RANKS } from '../../kinds/contact/identity/stations.ts';
import { type NamedPerson, tellLeftAlone } from '../../kinds/contact/sets/left-alone.ts';
import { setOf } from '../../kinds/declared/sets.ts';
import { Spool } from '../../spool/spool.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { type PlacedChange, PlannedChanges } from './planned-changes.ts';
import type { RowNotes } from './row-notes.ts';

/** A finding that counts only if its row is not planned again. `faulty`: it makes its set faulty. */
interface Found {
  readonly finding: Diagnostic;
  readonly faulty: boolean;
}

interface FoundAt {
  readonly rank: number;
  readonly order: number;
}

/** The row and the round that something comes from. Row -1: it belongs to no row, and always counts. */
export interface From {
  readonly row: number;
  readonly round: number;
}

const CONDITIONS: readonly Condition[] = ['always', 'usual', 'withheld'];

/** A mark has two bytes, for a round and a condition. */
export const MOST_PLANNING_ROUNDS = Math.floor(2 ** 16 / CONDITIONS.length) - 1;

/**
 * Collects on disk what planning the parts finds. Of each row only its last round counts: what was planned before the row was
 * known to meet another is ignored.
 */
export class Outcomes {
  readonly changes = new PlannedChanges();
  readonly #findings = new Spool<Found>();
  /** The people whom skipped rows name: those known early, and those known late. */
  readonly #leftAlone = new Spool<NamedPerson>();
  readonly #notes: RowNotes;

  constructor(notes: RowNotes) {
    this.#notes = notes;
  }

  change(placed: PlacedChange, { row, round }: From, when: Condition): void {
    const mark = round * CONDITIONS.length + CONDITIONS.indexOf(when);
    this.changes.add({ ...placed, owner: row, mark });
  }

  /** `rank` and `order`: where the finding would come if everything were planned at once. */
  finding(
    finding: Diagnostic,
    { row, round }: From,
    { rank, order, faulty }: FoundAt & { readonly faulty: boolean },
  ): void {
    this.#findings.add({ finding, faulty }, { rank, order, owner: row, mark: round });
  }

  /** Those known late, which need what was found of contacts, have the last rank. */
  leftAlone({ address, place }: NamedPerson, { row, round }: From, { rank, order }: FoundAt): void {
    this.#leftAlone.add({ address, place }, { rank, order, owner: row, mark: round });
  }

  /** Which changes count, depending on whether detaching and pruning are withheld. */
  counting(withheld: boolean): (owner: number, mark: number) => boolean {
    const not = CONDITIONS.indexOf(withheld ? 'usual' : 'withheld');
    return (owner, mark) =>
      mark % CONDITIONS.length !== not && this.#isLast(owner, Math.floor(mark / CONDITIONS.length));
  }

  /** Reports the findings that count, in the order in which planning all at once would find them. */
  report(report: Report): void {
    for (const { finding } of this.#counting()) report(finding);
    for (const late of [false, true])
      tellLeftAlone(
        this.#leftAlone.sorted({
          keeps: ({ rank, owner, mark = 0 }) => (rank === GROUP_RANKS) === late && this.#isLast(owner, mark),
        }),
        report,
      );
  }

  /** Sets with a faulty finding among those that count so far. */
  faulty(): ReadonlySet<string> {
    const sets = new Set<string>();
    for (const { finding, faulty } of this.#counting()) {
      const set = finding.address === undefined ? undefined : setOf(finding.address);
      if (faulty && set !== undefined) sets.add(set);
    }
    return sets;
  }

  close(): void {
    this.#findings.close();
    this.#leftAlone.close();
  }

  #counting(): Iterable<Found> {
    return this.#findings.sorted({ keeps: ({ owner, mark = 0 }) => this.#isLast(owner, mark) });
  }

  #isLast(row: number, round: number): boolean {
    return row < 0 || this.#notes.round(row) === round;
  }
}
