import { ContactCheck } from '../../kinds/contact/comparing/check.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { PartRow } from './declared-people.ts';
import type { Outcomes } from './outcomes.ts';
import { NOTES, type RowNotes } from './row-notes.ts';

/** What is true of a row however often it is planned is never struck out. */
const FOR_GOOD = { row: -1, round: 0 } as const;

/**
 * Says of rows what can be said without the live side, of each once. Rows that meet others come later than those that do not, yet their
 * findings are told in the order of what is declared.
 */
export class RowChecks {
  readonly #check: ContactCheck;
  readonly #notes: RowNotes;
  /** The position of the declaration that is looked at. */
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

  /** Publishes the sets, those first that declare somebody, and says what holds of whole sets. */
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

  /** Says what all rows together have. */
  end(): void {
    this.#check.end();
  }
}
