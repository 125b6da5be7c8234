import type { Json } from '../../types/json.ts';
import type { RowFault } from '../source-row.ts';
import { notXlsx } from './archive.ts';
import { sheetNumber } from './numbers.ts';
import { unescaped, type Workbook } from './workbook.ts';
import { readXml } from './xml.ts';

/** A row of a sheet that holds something. `number` counts from 1; cells are sparse, by column from 0. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly (Json | undefined)[];
  readonly faults: ReadonlyMap<number, RowFault> | undefined;
}

/** A sheet has no more columns (ECMA-376 part 1, 18.3.1.4; Excel's own limit). */
const maxColumns = 16_384;

/** Integers from here on have more than the 15 digits that a spreadsheet keeps, so it has rounded them. */
const largestExact = 1e15;

/** The rows of a sheet, a piece of its XML at a time. Of merged cells the first holds the value, as in the sheet. */
export async function* sheetRows(
  bytes: AsyncIterable<Uint8Array>,
  workbook: Workbook,
): AsyncIterable<readonly SheetRow[]> {
  const reader = new SheetReader(workbook);
  for await (const _ of readXml(bytes, workbook.sheet, reader)) yield reader.taken();
}

class SheetReader {
  readonly #workbook: Workbook;
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: (Json | undefined)[] = [];
  #faults: Map<number, RowFault> | undefined;
  #column = -1;
  #type = '';
  #style = 0;
  #value: string | undefined;
  #text = '';
  #formula = false;
  #phonetic = false;
  #into: 'value' | 'text' | undefined;

  constructor(workbook: Workbook) {
    this.#workbook = workbook;
  }

  taken(): readonly SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') {
      this.#row = Number(attribute('r') ?? this.#row + 1);
      this.#cells = [];
      this.#faults = undefined;
      this.#column = -1;
    } else if (name === 'c') {
      const reference = attribute('r');
      this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
      if (this.#column >= maxColumns) throw notXlsx(`a cell stands beyond column ${maxColumns}`);
      this.#type = attribute('t') ?? 'n';
      this.#style = Number(attribute('s') ?? 0);
      this.#value = undefined;
      this.#text = '';
      this.#formula = false;
    } else if (name === 'v') {
      this.#value = '';
      this.#into = 'value';
    } else if (name === 'f') this.#formula = true;
    else if (name === 'rPh') this.#phonetic = true;
    else if (name === 't' && !this.#phonetic) this.#into = 'text';
  }

  text(piece: string): void {
    if (this.#into === 'value') this.#value += piece;
    else if (this.#into === 'text') this.#text += piece;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.#into = undefined;
    else if (name === 'rPh') this.#phonetic = false;
    else if (name === 'c') this.#finishCell();
    else if (
      name === 'row' &&
      (this.#cells.some((cell) => cell !== undefined && cell !== '') || this.#faults)
    ) {
      this.#rows.push({ number: this.#row, cells: this.#cells, faults: this.#faults });
    }
  }

  #finishCell(): void {
    const value = this.#cellValue();
    if (value === undefined) return;
    if (isFault(value)) {
      this.#faults ??= new Map();
      this.#faults.set(this.#column, value);
      this.#cells[this.#column] = this.#value ?? null;
    } else this.#cells[this.#column] = value;
  }

  #cellValue(): Json | RowFault | undefined {
    const raw = this.#value;
    switch (this.#type) {
      case 's':
        return raw === undefined ? undefined : (this.#workbook.shared[Number(raw)]?.trim() ?? undefined);
      case 'inlineStr':
        return unescaped(this.#text).trim();
      case 'str':
        return raw === undefined && this.#formula ? UNCACHED : unescaped(raw ?? '').trim();
      case 'b':
        return raw === undefined || raw === '' ? this.#without() : raw === '1' || raw === 'true';
      case 'e':
        return {
          code: 'error-cell',
          summary: `the cell shows an error`,
          detail: raw ?? '',
          help: 'mend the formula and save the file again',
        };
      case 'd':
        return raw?.replace(/(T00:00:00)?(\.\d+)?Z?$/, '');
      default:
        return raw === undefined || raw === '' ? this.#without() : this.#number(raw);
    }
  }

  #without(): RowFault | undefined {
    return this.#formula ? UNCACHED : undefined;
  }

  #number(raw: string): Json | RowFault {
    const style = this.#workbook.styles[this.#style] ?? 'plain';
    const value = sheetNumber(raw, style, this.#workbook.date1904);
    if (value === undefined) {
      return {
        code: 'bad-cell',
        summary: 'the cell holds no number that can be read',
        detail: raw,
        help: 'write it again',
      };
    }
    if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= largestExact) {
      return {
        code: 'rounded-number',
        summary: 'the spreadsheet has rounded this number',
        detail: `${BigInt(value)}: it keeps 15 digits`,
        help: 'format the column as text before the numbers are put in, or export CSV',
      };
    }
    return value;
  }
}

const UNCACHED: RowFault = {
  code: 'uncached-formula',
  summary: 'the formula has no stored value',
  help: 'open the file in a spreadsheet program, which works it out, and save it again',
};

function isFault(value: Json | RowFault): value is RowFault {
  return typeof value === 'object' && value !== null;
}

/** `BC12` → 54. */
function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at);
    if (code < 65) break;
    column = column * 26 + (code & 31);
  }
  return column - 1;
}
