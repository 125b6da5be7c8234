import type { ContactDeclaration } from '../../kinds/contact/declaration.ts';
import { checkedSet, contactsOf } from '../../kinds/contact/sets/declare.ts';
import type { ContactSet } from '../../kinds/contact/sets/set.ts';
import type { Declaration, ManifestDocument } from '../../types/declaration.ts';
import { EndingError } from '../../types/ending-error.ts';
import type { DeclareContext } from '../../types/kind.ts';
import type { RowLayout } from '../../types/mapped-row.ts';
import { type Declaring, POSITIONS_OF_DOCUMENT } from '../declare.ts';

/** A declaration by the number of its row: rows are counted over all contact sets, in their order. */
export interface PartRow {
  readonly row: number;
  readonly declaration: ContactDeclaration;
}

/** What a survey of contact sets hands on to those who read them again. */
export interface SurveyedSet {
  readonly document: ManifestDocument;
  /** As it was when it was surveyed: it knows whom rows name that are left out. */
  readonly set: ContactSet;
  /** The number of its first row, and of the first row of the set after it. */
  readonly from: number;
  readonly to: number;
}

/** The contacts of all sets, which are too many to be held: they are read again, as often as needed. */
export class DeclaredPeople {
  /** The sets that the declarations of every reading belong to, in order. */
  readonly sets: readonly ContactSet[];
  readonly #surveyed: readonly SurveyedSet[];
  /** Of each set, the layouts of its files as they were read first: rows are counted by them. */
  readonly #layouts: RowLayout[][];

  /** `context` takes the rows that are left out, whenever that is found. */
  constructor(surveyed: readonly SurveyedSet[], context: DeclareContext) {
    this.#surveyed = surveyed;
    this.sets = surveyed.map(({ document, set }) => checkedSet(document, context, set));
    this.#layouts = surveyed.map(() => []);
  }

  get rows(): number {
    return this.#surveyed.at(-1)?.to ?? 0;
  }

  /** The sets that declare anybody. */
  get declaring(): readonly ContactSet[] {
    return this.sets.filter(({ name }) => {
      const { from, to } = this.rowsOf(name);
      return to > from;
    });
  }

  /** The numbers of the rows of a set: from one to another. */
  rowsOf(name: string): Pick<SurveyedSet, 'from' | 'to'> {
    return this.#surveyed.find(({ set }) => set.name === name) ?? { from: 0, to: 0 };
  }

  /** The place of a row's set among the sets. */
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

  /** A position after all contacts of the set of this position, and before the next set. */
  lastPlaceOf(order: number): number {
    return order + POSITIONS_OF_DOCUMENT - 1;
  }

  /** The number of the layout of the file that a row is from, among those of its set; -1 where none is known. */
  layoutOf({ row, set }: ContactDeclaration): number {
    return row === undefined ? -1 : (this.#layouts[this.sets.indexOf(set)] ?? []).indexOf(row.layout);
  }

  layoutAt(set: number, at: number): RowLayout | undefined {
    return this.#layouts[set]?.[at];
  }

  /**
   * All declarations in order, in batches. `first`: what is wrong with rows is told, and those that are left out are taken; otherwise
   * `context` should be deaf.
   */
  async *read(
    context: DeclareContext,
    { first }: { readonly first: boolean },
  ): AsyncGenerator<readonly PartRow[]> {
    for (const [at, { document, from, to }] of this.#surveyed.entries()) {
      const set = this.sets[at];
      if (set === undefined) continue;
      // Positions are counted from the beginning of the document, with the set itself in front.
      const counted = first ? positioned(document, set, context) : checkedSet(document, context);
      const layouts: RowLayout[] = [];
      const known = this.#layouts[at] ?? [];
      let row = from;
      for await (const batch of contactsOf(document, counted, context)) {
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

/** Files that are read again as they were say the same; one that is gone says nothing. */
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

/** The set, with the positions of its contacts to come. */
function positioned(document: ManifestDocument, set: ContactSet, context: DeclareContext): ContactSet {
  context.begin?.(document);
  context.nextOrder();
  return set;
}

/** All declarations of sets that were surveyed, in batches. */
export async function* allDeclarations(
  surveyed: readonly SurveyedSet[],
  context: DeclareContext,
): AsyncGenerator<readonly Declaration[]> {
  const people = new DeclaredPeople(surveyed, context);
  for await (const rows of people.read(context, { first: false }))
    yield rows.map(({ declaration }) => declaration);
}

/** What a reading takes that tells nobody anything. */
export function deaf(): Pick<Declaring, 'rejected' | 'read' | 'contactSets'> {
  return { rejected: { add: () => {} }, read: new Map(), contactSets: [] };
}
