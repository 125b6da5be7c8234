import { ContactCheck } from '../../kinds/contact/comparing/check.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { PartRow } from './declared-people.ts';
import type { Outcomes } from './outcomes.ts';
import { NOTES, type RowNotes } from './row-notes.ts';

/** What these checks find does not depend on the round, so it always counts. */
const FOR_GOOD = { row: -1, round: 0 } as const;

/**
 * Does the checks of rows that need no live state, for each row once. Rows that meet others are checked later than the rest,
 * but findings are reported in the order of declarations.
 */
export class RowChecks {
  readonly #check: ContactCheck;
  readonly #notes: RowNotes;
  /** Position of the declaration that is being checked. */
  #order: number | undefined;

  constructor(
    { catalog, report }: { readonly catalog: Catalog; readonly report: Report },
    { notes, outcomes }: { readonly notes: RowNotes; readonly outcomes: Outcomes },
  ) {
    this.#notes = notes;
    this.#check = new ContactCheck(catalog, (finding) => {
      if (this.#order === undefined) report(finding);
      else outcomes.finding(finding, FOR_GOOD, { rank: 0, order: this.#order, faulty: false });
    });
  }

  /** Publishes the sets, those with rows first, and checks what concerns whole sets. */
  sets(declaring: Iterable<ContactSet>): void {
    this.#check.sets(declaring);
  }

  one({ row, declaration }: PartRow): void {
    if (this.#notes.has(row, NOTES.checked)) return;
    this.#notes.note(row, NOTES.checked);
    this.#order = declaration.order;
    this.#check.one(declaration);
    this.#order = undefined;
  }

  /** Reports what concerns all rows together. */
  end(): void {
    this.#check.end();
  }
}
