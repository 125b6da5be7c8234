import type { Cell, Cells } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Json } from '../types/json.ts';
import type { RowFields } from '../types/mapped-row.ts';
import type { Place } from '../types/place.ts';
import { type Conversion, convertCell, isBlank, isFault, takesTexts } from './cells/convert.ts';
import { mayBeMarked, unmarked } from './cells/marks.ts';
import { BLANK_WORD, DOUBTFUL, FORMULA, GUARDED } from './cells/warnings.ts';
import type { BoundColumn, BoundField, ReadableRow } from './columns/bind-columns.ts';
import type { ColumnSpec } from './columns/column-spec.ts';
import type { RowFault } from './source-row.ts';
import type { Tally } from './tally.ts';

/** No value is shown longer in a finding. */
const shownCharacters = 60;

export interface MapperOptions {
  readonly conversion: Omit<Conversion, 'doubtful'>;
  readonly tally: Tally;
  /** For fields without a cell; lists are united. */
  readonly defaults: Cells;
}

/** Rows → cells and problems. */
export class RowMapper {
  readonly #conversion: Conversion;
  readonly #fields: RowFields;
  readonly #tally: Tally;
  readonly #defaults: Cells;
  /** The answer of `takesTexts` for each column: it is the same for every row. */
  readonly #takesTexts = new Map<ColumnSpec, boolean>();
  #place: Place = { file: '' };

  constructor({ conversion, tally, defaults }: MapperOptions) {
    this.#conversion = {
      ...conversion,
      doubtful: (what, spec, text) =>
        this.#warn(DOUBTFUL[what], `${spec.columns[0]?.join(' ')}: ${shown(text)}`),
    };
    this.#fields = conversion.fields;
    this.#tally = tally;
    this.#defaults = defaults;
  }

  map(row: ReadableRow, bound: readonly BoundField[], place: Place) {
    this.#place = place;
    const cells = new Map<string, Cell>();
    let problems: Diagnostic[] | undefined;
    let faulty: string[] | undefined;
    for (const field of bound) {
      const problem = this.#put(field, row, cells);
      if (problem === undefined) continue;
      problems ??= [];
      problems.push(problem);
      faulty ??= [];
      faulty.push(field.spec.field);
    }
    putBelow(cells, this.#defaults, this.#fields);
    return { cells, problems: problems ?? NONE, faulty: faulty ?? NOTHING };
  }

  #put(field: BoundField, row: ReadableRow, cells: Map<string, Cell>): Diagnostic | undefined {
    const { spec } = field;
    const read = this.#value(field, row);
    if (read === undefined) return undefined;
    const { value, columns, fault } = read;
    if (fault !== undefined) return this.#problem(fault, columns, value);
    if (typeof value === 'string' && value.startsWith('=')) {
      this.#warn(FORMULA, `${namesOf(columns)}: ${shown(value)}`);
    }
    const name = columns.length === 1 ? (columns[0]?.name ?? '') : namesOf(columns);
    const place = this.#place;
    if (typeof value === 'string' && this.#takesText(spec) && !isBlank(value, this.#conversion.nulls)) {
      cells.set(spec.field, { value, place, column: name });
      return undefined;
    }
    const country =
      field.country === undefined ? spec.country : (this.#country(field.country, row) ?? spec.country);
    const converted = convertCell(value, spec, country, this.#conversion);
    if (converted === undefined) return undefined;
    if (!isFault(converted)) {
      const { value: into, text } = converted;
      cells.set(
        spec.field,
        text === undefined
          ? { value: into, place, column: name }
          : { value: into, place, column: name, text },
      );
      return undefined;
    }
    if (!spec.lenient) return this.#problem(converted, columns, value);
    const summary = `${converted.summary}; it is left out`;
    this.#warn({ ...converted, help: converted.help ?? '', summary }, `${namesOf(columns)}: ${shown(value)}`);
    return undefined;
  }

  #takesText(spec: ColumnSpec): boolean {
    let takes = this.#takesTexts.get(spec);
    if (takes === undefined) {
      takes = takesTexts(spec, this.#fields);
      this.#takesTexts.set(spec, takes);
    }
    return takes;
  }

  /** The first alternative that is not blank, else the first that is there. */
  #value({ alternatives, spec }: BoundField, row: ReadableRow): Read | undefined {
    let blank: Read | undefined;
    for (const columns of alternatives) {
      const read = columns.length === 1 ? this.#read(columns, row, spec) : this.#joined(columns, row, spec);
      if (read === undefined) continue;
      if (read.fault !== undefined || !isBlank(read.value, this.#conversion.nulls)) return read;
      blank ??= read;
    }
    return blank;
  }

  #joined(columns: readonly BoundColumn[], row: ReadableRow, spec: ColumnSpec): Read | undefined {
    const parts: string[] = [];
    let there = false;
    for (const column of columns) {
      const read = this.#read([column], row, spec);
      if (read?.fault !== undefined) return read;
      if (read === undefined) continue;
      there = true;
      if (!isBlank(read.value, this.#conversion.nulls)) parts.push(String(read.value).trim());
    }
    return there ? { value: parts.join(' '), columns } : undefined;
  }

  /** One column's cell, without the marks around it; undefined where it holds a word for nothing. */
  #read(columns: readonly BoundColumn[], row: ReadableRow, spec: ColumnSpec): Read | undefined {
    let read = oneOf(columns, row);
    if (read === undefined || read.fault !== undefined) return read;
    const { replacers } = this.#conversion;
    const replaced = replacers.size === 0 ? undefined : replacers.get(spec)?.(read.value);
    if (replaced !== undefined && 'fault' in replaced) return { ...read, fault: replaced.fault };
    if (replaced !== undefined) read = { ...read, value: replaced.value };
    const isText = isGuarded(columns, row);
    if (!isText && !mayBeMarked(read.value)) return read;
    const { nulls, own } = this.#conversion;
    // Of interform's own exports only that one mark is removed: what is behind it is the value.
    const isWhole = isText && own === 'export';
    const found = unmarked(read.value, spec, { nulls, isText, isWhole });
    if (found.is === 'fault') return { ...read, fault: found.fault };
    const { value } = read;
    const sample = () => `${namesOf(columns)}: ${shown(isText ? `'${String(value)}` : value)}`;
    if (found.is === 'blank-word') {
      this.#tally.add({ severity: 'info', ...BLANK_WORD }, sample(), this.#place);
      return undefined;
    }
    if (found.unwrapped || (isText && !isOwnMark(own, value))) this.#warn(GUARDED, sample());
    return { columns, value: found.value };
  }

  #country(column: BoundColumn, row: ReadableRow): string | undefined {
    const written = column.read(row);
    const { nulls } = this.#conversion;
    if (written === undefined || isBlank(written, nulls)) return undefined;
    // A program's word for nothing is no country, nor is a lookup that broke.
    const found = unmarked(written, { values: undefined }, { nulls, isText: false });
    return found.is === 'value' ? String(found.value).trim().toUpperCase() : undefined;
  }

  #problem(fault: RowFault, columns: readonly BoundColumn[], value: Json): Diagnostic {
    const detail = `${namesOf(columns)}: ${shown(value)}${fault.detail === undefined ? '' : `; ${fault.detail}`}`;
    return { severity: 'error', ...fault, detail, ...this.#place };
  }

  #warn(finding: { code: string; summary: string; help: string }, sample: string): void {
    this.#tally.add({ severity: 'warning', ...finding }, sample, this.#place);
  }
}

const NONE: readonly Diagnostic[] = [];
const NOTHING: readonly string[] = [];

interface Read {
  readonly value: Json;
  readonly columns: readonly BoundColumn[];
  readonly fault?: RowFault;
}

function namesOf(columns: readonly BoundColumn[]): string {
  return columns.map(({ name }) => name).join(' + ');
}

/** Whether the reader of the file has taken a mark off the cell. */
function isGuarded(columns: readonly BoundColumn[], row: ReadableRow): boolean {
  const index = columns[0]?.index;
  return index !== undefined && 'guarded' in row && row.guarded?.has(index) === true;
}

/** Whether interform set the mark that was before the cell: it sets none before a digit. */
function isOwnMark(own: Conversion['own'], value: Json): boolean {
  return own !== undefined && !(typeof value === 'string' && /^\d/.test(value));
}

function oneOf(columns: readonly BoundColumn[], row: ReadableRow): Read | undefined {
  const [column] = columns;
  let value = column?.read(row);
  if (column === undefined || value === undefined) return undefined;
  if (column.index !== undefined) {
    const fault = 'faults' in row ? row.faults?.get(column.index) : undefined;
    if (fault !== undefined) return { value, columns, fault };
    // Spaces around a cell of a table are how it was typed; those inside JSON texts were meant.
    if (typeof value === 'string') value = value.trim();
  }
  return { value, columns };
}

/** Fills in what `cells` do not say; lists unite. */
export function putBelow(cells: Map<string, Cell>, defaults: Cells, fields: RowFields): void {
  for (const [path, cell] of defaults) {
    const present = cells.get(path);
    if (present === undefined) cells.set(path, cell);
    else if (fields.lists.has(path)) cells.set(path, united(present, cell));
  }
}

function united(cell: Cell, below: Cell): Cell {
  if (!Array.isArray(cell.value) || !Array.isArray(below.value)) return cell;
  const first: readonly Json[] = cell.value;
  const second: readonly Json[] = below.value;
  const values = [...first];
  const elements = first.map(() => cell.place);
  for (let at = 0; at < second.length; at++) {
    const value = second[at];
    if (value === undefined || first.includes(value)) continue;
    values.push(value);
    elements.push(below.elements?.[at] ?? below.place);
  }
  return values.length === first.length ? cell : { ...cell, value: values, elements };
}

/** A value as findings show it. */
function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}
