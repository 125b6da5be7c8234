import type { Report } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import { nearest } from '../../types/nearest.ts';
import type { Place } from '../../types/place.ts';
import { valueAt } from '../json/object.ts';
import type { SourceRow } from '../source-row.ts';
import type { ColumnSpec } from './column-spec.ts';

/** A row that could be read. */
export type ReadableRow = Exclude<SourceRow, { fault: unknown }>;

/** One column of a file. */
export interface BoundColumn {
  readonly name: string;
  /** Its position in a table; undefined where rows are objects. */
  readonly index: number | undefined;
  /** Undefined where the row does not have it. */
  read(row: ReadableRow): Json | undefined;
}

/** Finds columns by name: in the header of a table, or in each object as a literal key, else a dotted path. */
export class Columns {
  readonly header: readonly string[] | undefined;
  /** Names that were asked for. */
  readonly used = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #asked = new Map<string, Place>();

  constructor(header: readonly string[] | undefined) {
    this.header = header;
  }

  has(name: string): boolean {
    return this.header === undefined || this.#indexes(name).length > 0;
  }

  /** The column, or undefined with a finding where the table has none or several of the name. */
  bind(name: string, place: Place, report: Report): BoundColumn | undefined {
    this.used.add(name);
    if (this.header === undefined) {
      this.#asked.set(name, this.#asked.get(name) ?? place);
      return { name, index: undefined, read: (row) => this.#fromObject(row, name) };
    }
    const [index, second] = this.#indexes(name);
    if (index === undefined) {
      report(missing(name, this.header, place));
      return undefined;
    }
    this.used.add(this.header[index] ?? name);
    if (second !== undefined) {
      report({
        code: 'duplicate-column',
        severity: 'error',
        summary: `${this.#indexes(name).length} columns are called ${JSON.stringify(name)}`,
        detail: `columns ${this.#indexes(name)
          .map((at) => at + 1)
          .join(' and ')}`,
        help: 'give them different names in the file',
        ...place,
      });
      return undefined;
    }
    return { name, index, read: (row) => ('cells' in row ? row.cells[index] : undefined) };
  }

  /** Reports the columns that no object had. */
  reportMissing(optional: ReadonlySet<string>, keys: ReadonlySet<string>, report: Report): void {
    for (const [name, place] of this.#asked) {
      if (!this.#seen.has(name) && !optional.has(name)) report(missing(name, [...keys], place));
    }
  }

  wasSeen(name: string): boolean {
    return this.header === undefined ? this.#seen.has(name) : this.has(name);
  }

  #fromObject(row: ReadableRow, name: string): Json | undefined {
    if (!('object' in row)) return undefined;
    const value = valueAt(row.object, name);
    if (value !== undefined && !this.#seen.has(name)) this.#seen.add(name);
    return value;
  }

  /** Names match literally; only the invisible spaces around them are ignored. */
  #indexes(name: string): readonly number[] {
    const header = this.header ?? [];
    const exact = header.flatMap((written, index) => (written === name ? [index] : []));
    if (exact.length > 0) return exact;
    return header.flatMap((written, index) => (written.trim() === name.trim() ? [index] : []));
  }
}

/** A field with the columns that it is read from. */
export interface BoundField {
  readonly spec: ColumnSpec;
  readonly alternatives: readonly (readonly BoundColumn[])[];
  readonly country: BoundColumn | undefined;
}

/** Undefined where the file lacks the columns: with a finding, unless they are optional. */
export function bindField(spec: ColumnSpec, columns: Columns, report: Report): BoundField | undefined {
  const alternatives: (readonly BoundColumn[])[] = [];
  for (const names of spec.columns) {
    const wanted = spec.optional ? names.filter((name) => columns.has(name)) : names;
    const bound = wanted.map((name) => columns.bind(name, spec.place, report));
    if (bound.length > 0 && bound.every((column) => column !== undefined)) alternatives.push(bound);
  }
  const { countryColumn } = spec;
  const withCountry = countryColumn !== undefined && (!spec.optional || columns.has(countryColumn));
  const country = withCountry ? columns.bind(countryColumn, spec.place, report) : undefined;
  return alternatives.length === 0 ? undefined : { spec, alternatives, country };
}

function missing(name: string, header: readonly string[], place: Place) {
  const near = nearest(name, header);
  return {
    code: 'missing-column',
    severity: 'error',
    summary: `there is no column ${JSON.stringify(name)}`,
    ...(near === undefined ? {} : { detail: `did you mean ${JSON.stringify(near)}?` }),
    help: `columns are ${header
      .filter((column) => column !== '')
      .slice(0, 20)
      .join(', ')}${header.length > 20 ? ', …' : ''}`,
    ...place,
  } as const;
}
