import type { Cell, Declaration } from '../types/declaration.ts';
import type { RejectedRow, RowLayout } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';

/** A place of a row by itself, one in a manifest by its number; absent for that of the declaration. */
type WrittenPlace = Place | number | null;

type WrittenCell = readonly [
  path: string,
  place: WrittenPlace,
  rest: Omit<Cell, 'place' | 'elements'>,
  elements?: readonly WrittenPlace[],
];

interface WrittenDeclaration {
  readonly place: Place;
  readonly cells: readonly WrittenCell[];
  /** What the kind adds: what is a value, and the number of what is shared, such as the set. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly shared: Readonly<Record<string, number>>;
}

type Written = readonly [
  layout: number,
  raw: RejectedRow['row']['raw'],
  reasons: readonly string[],
  unchecked?: WrittenDeclaration,
];

/**
 * Rejected rows as JSON, and back again. What many of them share stays one object in memory and is written as its number: layouts,
 * what a declaration refers to, and places in manifests.
 */
export class RejectedRowText {
  readonly #shared: object[] = [];
  readonly #numbers = new Map<object, number>();

  encode({ row, reasons, unchecked }: RejectedRow): string {
    const written: Written = [this.#numberOf(row.layout), row.raw, reasons];
    return JSON.stringify(unchecked === undefined ? written : [...written, this.#written(unchecked)]);
  }

  decode(text: string): RejectedRow {
    // What `encode` has written.
    const [layout, raw, reasons, unchecked] = JSON.parse(text) as Written;
    const row = { raw, layout: this.#shared[layout] as RowLayout };
    return unchecked === undefined ? { row, reasons } : { row, reasons, unchecked: this.#read(unchecked) };
  }

  #written({ place, cells, ...rest }: Declaration): WrittenDeclaration {
    const values: Record<string, unknown> = {};
    const shared: Record<string, number> = {};
    for (const [name, value] of Object.entries(rest)) {
      if (typeof value === 'object' && value !== null) shared[name] = this.#numberOf(value);
      else values[name] = value;
    }
    const written = Array.from(cells, ([path, cell]): WrittenCell => {
      const { place: at, elements, ...own } = cell;
      const head = [path, this.#placed(at, place), own] as const;
      return elements === undefined ? head : [...head, elements.map((one) => this.#placed(one, place))];
    });
    return { place, cells: written, values, shared };
  }

  #read({ place, cells, values, shared }: WrittenDeclaration): Declaration {
    const at = (written: WrittenPlace): Place => {
      if (written === null) return place;
      return typeof written === 'number' ? (this.#shared[written] as Place) : written;
    };
    const read = cells.map(([path, where, own, elements]): readonly [string, Cell] => [
      path,
      { ...own, place: at(where), ...(elements === undefined ? {} : { elements: elements.map(at) }) },
    ]);
    const references = Object.entries(shared).map(([name, number]) => [name, this.#shared[number]]);
    // The same keys as before: those that were undefined are missing.
    return { ...values, ...Object.fromEntries(references), place, cells: new Map(read) } as Declaration;
  }

  #placed(place: Place, own: Place): WrittenPlace {
    if (place === own) return null;
    return place.row === undefined ? this.#numberOf(place) : place;
  }

  #numberOf(shared: object): number {
    const known = this.#numbers.get(shared);
    if (known !== undefined) return known;
    this.#numbers.set(shared, this.#shared.length);
    return this.#shared.push(shared) - 1;
  }
}
