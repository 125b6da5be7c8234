import type { Cell, Declaration } from '../types/declaration.ts';
import type { Json } from '../types/json.ts';
import type { RejectedRow, RowLayout } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';

/** A place in encoded form: a number for a place in a manifest, null for the place of the declaration itself. */
type WrittenPlace = Place | number | null;

/** 0 stands for an absent text. */
type WrittenCell = readonly [
  path: string,
  place: WrittenPlace,
  value: Json,
  column: string | 0,
  text: string | 0,
  more?: { readonly version?: number | null; readonly elements?: readonly WrittenPlace[] },
];

interface WrittenDeclaration {
  readonly place: Place;
  readonly cells: readonly WrittenCell[];
  /** Other members of the declaration: values, and the numbers of shared objects such as the set. */
  readonly values: Record<string, unknown>;
  readonly shared: Readonly<Record<string, number>>;
}

type WrittenRow = readonly [
  layout: number,
  raw: RejectedRow['row']['raw'],
  reasons: readonly string[],
  at: number | null,
];

/**
 * Encodes rejected rows as text and decodes them again: the row on one line, its declaration on a second one, which is only
 * parsed when it is used. Objects that many rows share are not encoded: they stay in memory, and the text has their number.
 * These are layouts, objects that declarations refer to, and places in manifests.
 */
export class RejectedRowText {
  readonly #shared: object[] = [];
  readonly #numbers = new Map<object, number>();

  encode({ row, at, reasons, unchecked }: RejectedRow): string {
    const written: WrittenRow = [this.#numberOf(row.layout), row.raw, reasons, at ?? null];
    const text = JSON.stringify(written);
    return unchecked === undefined ? text : `${text}\n${JSON.stringify(this.#written(unchecked))}`;
  }

  decode(text: string): RejectedRow {
    const end = text.indexOf('\n');
    // The cast holds: this is what `encode` wrote.
    const [layout, raw, reasons, at] = JSON.parse(end === -1 ? text : text.slice(0, end)) as WrittenRow;
    const found = {
      row: { raw, layout: this.#shared[layout] as RowLayout },
      at: at ?? undefined,
      reasons,
    };
    if (end === -1) return found;
    const read = () => this.#read(JSON.parse(text.slice(end + 1)) as WrittenDeclaration);
    return {
      ...found,
      get unchecked() {
        return read();
      },
    };
  }

  #written({ place, cells, ...rest }: Declaration): WrittenDeclaration {
    const values: Record<string, unknown> = {};
    const shared: Record<string, number> = {};
    for (const [name, value] of Object.entries(rest)) {
      if (typeof value === 'object' && value !== null) shared[name] = this.#numberOf(value);
      else values[name] = value;
    }
    const written: WrittenCell[] = [];
    for (const [path, cell] of cells) {
      const { value, column = 0, text = 0, version, elements } = cell;
      const at = this.#placed(cell.place, place);
      if (elements === undefined && version === undefined) written.push([path, at, value, column, text]);
      else {
        const more = {
          ...(version === undefined ? {} : { version }),
          ...(elements === undefined ? {} : { elements: elements.map((one) => this.#placed(one, place)) }),
        };
        written.push([path, at, value, column, text, more]);
      }
    }
    return { place, cells: written, values, shared };
  }

  #read({ place, cells, values, shared }: WrittenDeclaration): Declaration {
    const read = new Map<string, Cell>();
    for (const [path, where, value, column, text, more] of cells) {
      const at = this.#place(where, place);
      let cell: Cell = column === 0 ? { value, place: at } : { value, place: at, column };
      if (text !== 0) cell = { ...cell, text };
      if (more !== undefined) {
        const { elements, ...version } = more;
        cell = { ...cell, ...version };
        if (elements !== undefined)
          cell = { ...cell, elements: elements.map((one) => this.#place(one, place)) };
      }
      read.set(path, cell);
    }
    const declaration: Record<string, unknown> = values;
    for (const name of Object.keys(shared)) declaration[name] = this.#shared[shared[name] ?? 0];
    // The cast holds: all members are back, except for those that were undefined.
    return { ...declaration, place, cells: read } as unknown as Declaration;
  }

  #place(written: WrittenPlace, own: Place): Place {
    if (written === null) return own;
    return typeof written === 'number' ? (this.#shared[written] as Place) : written;
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
