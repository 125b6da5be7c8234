import type { Condition } from '../../kinds/contact/identity/part.ts';
import { GROUP_RANKS } from '../../kinds/contact/identity/stations.ts';
import { type Named, tellLeftAlone } from '../../kinds/contact/sets/left-alone.ts';
import { setOf } from '../../kinds/declared/sets.ts';
import { Spool } from '../../spool/spool.ts';
import type { Diagnostic, Report } from '../../types/diagnostic.ts';
import { type PlacedChange, PlannedChanges } from './planned-changes.ts';
import type { RowNotes } from './row-notes.ts';

/** A finding that may be struck out again, and whether its set is faulty for it. */
interface Found {
  readonly finding: Diagnostic;
  readonly faulty: boolean;
}

interface FoundAt {
  readonly rank: number;
  readonly order: number;
}

/** The number of the row, and the round of planning, that something comes from. Nobody's row is -1: that is never struck out. */
export interface From {
  readonly row: number;
  readonly round: number;
}

const CONDITIONS: readonly Condition[] = ['always', 'usual', 'withheld'];

/** Rounds of planning that a mark of two bytes can tell apart. */
export const MOST_ROUNDS = Math.floor(2 ** 16 / CONDITIONS.length) - 1;

/**
 * What planning parts comes to, on disk. Of a row only what was found in its last round counts: whatever it was planned to be before it
 * was known to meet another is passed over.
 */
export class Outcomes {
  readonly changes = new PlannedChanges();
  readonly #findings = new Spool<Found>();
  /** Whom skipped rows name, as known early and late. */
  readonly #leftAlone = new Spool<Named>();
  readonly #notes: RowNotes;

  constructor(notes: RowNotes) {
    this.#notes = notes;
  }

  change(placed: PlacedChange, { row, round }: From, when: Condition = 'always'): void {
    const mark = round * CONDITIONS.length + CONDITIONS.indexOf(when);
    this.changes.add({ ...placed, owner: row, mark });
  }

  /** `rank` and `order` say when it would be found if all were planned at once. */
  finding(
    finding: Diagnostic,
    { row, round }: From,
    { rank, order, faulty }: FoundAt & { readonly faulty: boolean },
  ): void {
    this.#findings.add({ finding, faulty }, { rank, order, owner: row, mark: round });
  }

  /** Those of the last rank are told apart: what was found of people since tells it. */
  leftAlone({ address, place }: Named, { row, round }: From, { rank, order }: FoundAt): void {
    this.#leftAlone.add({ address, place }, { rank, order, owner: row, mark: round });
  }

  /** Which changes count, where something may be taken off people or not. */
  counting(withheld: boolean): (owner: number, mark: number) => boolean {
    const not = CONDITIONS.indexOf(withheld ? 'usual' : 'withheld');
    return (owner, mark) =>
      mark % CONDITIONS.length !== not && this.#isLast(owner, Math.floor(mark / CONDITIONS.length));
  }

  /** The findings that count, in the order in which they would be found of all at once. */
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

  /** The sets of which something is wrong, by the findings that count so far. */
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
