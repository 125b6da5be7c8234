import type { ContactDeclaration } from '../../kinds/contact/declaration.ts';
import { checkedSet, setContacts } from '../../kinds/contact/sets/declare.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import { EndingError } from '../../types/ending-error.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { RowLayout } from '../../types/mapped-row.ts';
import { type Declaring, POSITIONS_OF_DOCUMENT } from '../declare.ts';

/** A declaration with the number of its row. Rows are counted from 0 over all contact sets, in their order. */
export interface PartRow {
  readonly row: number;
  readonly declaration: ContactDeclaration;
}

/** A contact set that a survey has read once, with what later readings need. */
export interface SurveyedSet {
  readonly document: ManifestDocument;
  /** As it is after the survey: it knows the keys of the rows that were left out. */
  readonly set: ContactSet;
  /** Number of its first row, and of the first row after the set. */
  readonly from: number;
  readonly to: number;
}

/** The contacts of all sets. They are too many to keep in memory, so they are read from their files as often as needed. */
export class DeclaredPeople {
  /** The sets in order. Declarations of every reading refer to these objects. */
  readonly sets: readonly ContactSet[];
  readonly #surveyed: readonly SurveyedSet[];
  /** For each set the layouts of its files at the first reading, by which its rows are counted. */
  readonly #layouts: RowLayout[][];

  /** `context` takes the rows that are left out, at whatever time they are found. */
  constructor(surveyed: readonly SurveyedSet[], context: DeclareContext) {
    this.#surveyed = surveyed;
    this.sets = surveyed.map(({ document, set }) => checkedSet(document, context, set.rejects));
    this.#layouts = surveyed.map(() => []);
  }

  get rows(): number {
    return this.#surveyed.at(-1)?.to ?? 0;
  }

  /** The sets with at least one row. */
  get declaring(): readonly ContactSet[] {
    return this.sets.filter(({ name }) => {
      const { from, to } = this.rowsOf(name);
      return to > from;
    });
  }

  /** Number of the first row of a set, and of the first row after it. */
  rowsOf(name: string): Pick<SurveyedSet, 'from' | 'to'> {
    return this.#surveyed.find(({ set }) => set.name === name) ?? { from: 0, to: 0 };
  }

  /** Index of the set that a row belongs to. */
  setOf(row: number): number {
    let [low, high] = [0, this.#surveyed.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#surveyed[middle]?.from ?? 0) <= row) low = middle;
      else high = middle - 1;
    }
    // A set without rows begins where the next one does.
    return low;
  }

  /** A position after all contacts of the set at this position, and before the next set. */
  lastPlaceOf(order: number): number {
    return order + POSITIONS_OF_DOCUMENT - 1;
  }

  /** Index of the layout of the row's file, among those of its set; -1 where it is not known. */
  layoutOf({ row, set }: ContactDeclaration): number {
    return row === undefined ? -1 : (this.#layouts[this.sets.indexOf(set)] ?? []).indexOf(row.layout);
  }

  layoutAt(set: number, at: number): RowLayout | undefined {
    return this.#layouts[set]?.[at];
  }

  /**
   * Reads all declarations in order, in batches. The first reading reports what is wrong with rows and takes those that are
   * left out. For the later ones `context` should take nothing: see `deaf`.
   */
  async *read(
    context: DeclareContext,
    { first }: { readonly first: boolean },
  ): AsyncGenerator<readonly PartRow[]> {
    for (const [at, { document, from, to }] of this.#surveyed.entries()) {
      const set = this.sets[at];
      if (set === undefined) continue;
      // Positions count from the beginning of the document; the set itself has the first one.
      const counted = first ? positioned(document, set, context) : checkedSet(document, context);
      const layouts: RowLayout[] = [];
      const known = this.#layouts[at] ?? [];
      let row = from;
      for await (const batch of setContacts(document, counted, context)) {
        const rows: PartRow[] = [];
        for (const declaration of batch) {
          const { row: own } = declaration;
          if (own !== undefined && layouts.at(-1) !== own.layout) layouts.push(own.layout);
          const layout = known[layouts.length - 1];
          const again = own === undefined || layout === undefined ? {} : { row: { raw: own.raw, layout } };
          rows.push({ row: row++, declaration: first ? declaration : { ...declaration, set, ...again } });
        }
        if (row > to) throw changed(set, document);
        if (rows.length > 0) yield rows;
      }
      if (row < to) throw changed(set, document);
      if (first) this.#layouts[at] = layouts;
    }
  }
}

/** The error where a data file has changed between two readings. */
function changed({ name, place }: ContactSet, { file }: ManifestDocument): EndingError {
  return new EndingError({
    code: 'source-changed',
    severity: 'error',
    summary: `set ${name} does not declare as many contacts as when its data files were read first`,
    detail: 'data files are read more than once, and each time they have to say the same',
    help: 'run again once nobody writes or moves the files any more',
    ...place,
    file,
  });
}

/** Begins the positions of the document anew, and passes over that of the set. */
function positioned(document: ManifestDocument, set: ContactSet, context: DeclareContext): ContactSet {
  context.begin?.(document);
  context.nextOrder();
  return set;
}

/** All declarations of the surveyed sets, in batches. */
export async function* allDeclarations(
  surveyed: readonly SurveyedSet[],
  context: DeclareContext,
): AsyncGenerator<readonly Declaration[]> {
  const people = new DeclaredPeople(surveyed, context);
  for await (const rows of people.read(context, { first: false }))
    yield rows.map(({ declaration }) => declaration);
}

/** For a reading that reports and keeps nothing. */
export function deaf(): Pick<Declaring, 'rejected' | 'read' | 'contactSets'> {
  return { rejected: { add: () => {} }, read: new Map(), contactSets: [] };
}
