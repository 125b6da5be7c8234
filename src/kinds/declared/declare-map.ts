import { attributePath } from '../../types/attribute-path.ts';
import type { Cell, Cells, Declaration, ManifestDocument } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';
import type { Place } from '../../types/place.ts';

type Path = readonly (string | number)[];

/** The values of a map at `path` as cells, `custom_attributes` flattened one level (see Cells). */
export function cellsAt(document: ManifestDocument, path: Path): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const key of document.keys(path)) {
    if (key === 'custom_attributes') {
      for (const name of document.keys([...path, key])) {
        set(cells, attributePath(name), document.cell([...path, key, name]));
      }
    } else set(cells, key, document.cell([...path, key]));
  }
  return cells;
}

function set(cells: Map<string, Cell>, path: string, cell: Cell | undefined): void {
  if (cell !== undefined) cells.set(path, cell);
}

/** The cell's value when it is a string, else undefined. */
export function textOf(cells: Cells, path: string): string | undefined {
  const value = cells.get(path)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** One name of a list, such as a tag. */
export interface ListedName {
  readonly name: string;
  readonly place: Place;
  /** The column of a data file that it was read from. */
  readonly column: string | undefined;
}

/** The cell's elements when it is a list of strings, with the place of each; undefined when absent or null. */
export function listOf(cells: Cells, path: string): readonly ListedName[] | undefined {
  const cell = cells.get(path);
  if (cell === undefined || !Array.isArray(cell.value)) return undefined;
  const values: readonly Json[] = cell.value;
  const named: ListedName[] = [];
  for (let at = 0; at < values.length; at++) {
    const name = values[at];
    if (typeof name !== 'string') continue;
    const place = cell.elements?.[at] ?? cell.place;
    // What defaults add to a row stands in the manifest.
    named.push({ name, place, column: place === cell.place ? cell.column : undefined });
  }
  return named;
}

/**
 * The place that decided what a change does: where the highest version among the fields that change was written, where a later
 * version revised any of them; else that of the item.
 */
export function decidedAt({ place, version, cells }: Declaration, fields: Iterable<string>): Place {
  let decided: Cell | undefined;
  for (const path of fields) {
    const cell = cells.get(path);
    const highest = decided?.version ?? version ?? 0;
    if (cell?.version != null && cell.version > highest) decided = cell;
  }
  return decided?.place ?? place;
}

/** The place as the `source` of a change. */
export function sourceOf(place: Place): { file: string; line?: number; row?: number } {
  return {
    file: place.file,
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.row === undefined ? {} : { row: place.row }),
  };
}
