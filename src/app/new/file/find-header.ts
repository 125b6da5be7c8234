import type { OpenedRow, openFile } from '../../../sources/index.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import { readsAsEmail } from '../../../types/email-text.ts';
import type { JsonObject } from '../../../types/json.ts';
import { insideTypographicQuotes } from '../../../types/typographic-quotes.ts';
import { isKnownName } from './known-names.ts';

/** Opens the file with this `format:`, without reporting findings. */
export type OpenQuietly = (format: JsonObject) => ReturnType<typeof openFile>;

export interface FoundHeader {
  /** What the source needs so that it finds the header; empty where it needs nothing. */
  readonly format: JsonObject;
  /** An error where the file has no header. */
  readonly finding?: Diagnostic;
}

/** The most lines above the header that may hold titles, export dates or nothing. */
const mostLinesAbove = 15;
/** The most cells of a title line: the title, and perhaps a date or a name. */
const mostTitleCells = 4;
/** Values that, like email addresses, are never the name of a column. */
const VALUES = [
  { is: 'a phone number', pattern: /^'?(?:\+|00)\d[\d\s().-]{6,}$/ },
  { is: 'a time', pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/ },
  { is: 'a web address', pattern: /^https?:\/\/\S+$/i },
  { is: 'a UUID', pattern: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i },
] as const;
/** Values that could be the name of a column only if most other names are of another form. */
const PERHAPS = /^(?:[+-]?\d[\d.,]*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|true|false|yes|no|null)$/i;

/**
 * Finds the line with the names of the columns. It contains no values of contacts. A title line above it has fewer cells, and
 * the header below is recognised by its names or by email addresses in the next row.
 */
export async function findHeader(
  header: readonly string[],
  shown: string,
  open: OpenQuietly,
): Promise<FoundHeader> {
  const quote = foreignQuote(header);
  if (quote !== undefined) return { format: {}, finding: quotesFinding(shown, quote) };
  if (header.some(isKnownName) && !header.some(valueIn)) return { format: {} };
  const named = header.filter((name) => name.trim() !== '').length;
  const value = header.map(valueIn).find((found) => found !== undefined);
  const isTitle = named <= mostTitleCells || value !== undefined;
  const below = isTitle ? await headerBelow(named, open) : undefined;
  if (below !== undefined) {
    return {
      format: { header_row: below },
      finding: {
        code: 'title-line',
        severity: 'warning',
        summary: `the names of the columns of ${shown} stand in line ${below}, below a title`,
        help: `format: { header_row: ${below} } says so in the manifest`,
      },
    };
  }
  const perhaps = header.filter((name) => PERHAPS.test(name.trim())).length;
  if (value === undefined && (perhaps < 2 || perhaps * 2 < named)) return { format: {} };
  return { format: {}, finding: headerlessFinding(shown, value ?? 'values') };
}

/** The line of the header below a title; undefined where none looks like one. */
async function headerBelow(titled: number, open: OpenQuietly): Promise<number | undefined> {
  for (let line = 2; line <= mostLinesAbove; line++) {
    const opened = await open({ header_row: line });
    // The sheet lacks this row, or the file has ended.
    if (opened?.header === undefined) continue;
    const { header, headerLine } = opened;
    let first: readonly OpenedRow[] = [];
    for await (const batch of opened.rows) {
      first = batch;
      break;
    }
    const names = header.filter((name) => name.trim() !== '');
    const isNames = names.length > titled && names.length > 1 && !names.some(valueIn);
    if (isNames && (names.some(isKnownName) || first.some(hasEmail))) return headerLine ?? line;
    line = Math.max(line, headerLine ?? line);
  }
  return undefined;
}

function hasEmail(row: OpenedRow): boolean {
  return 'cells' in row && row.cells.some((cell) => typeof cell === 'string' && readsAsEmail(cell));
}

function valueIn(name: string): string | undefined {
  return readsAsEmail(name)
    ? 'an email address'
    : VALUES.find(({ pattern }) => pattern.test(name.trim()))?.is;
}

/** The quotation mark around every name, where it is not the double quote that CSV uses. */
function foreignQuote(header: readonly string[]): string | undefined {
  const names = header.map((name) => name.trim()).filter((name) => name !== '');
  if (names.length === 0) return undefined;
  if (names.every((name) => /^'.+'$/.test(name))) return "'";
  if (names.every((name) => /^`.+`$/.test(name))) return '`';
  return names.every((name) => insideTypographicQuotes(name) !== undefined) ? names[0]?.[0] : undefined;
}

function quotesFinding(shown: string, quote: string): Diagnostic {
  return {
    code: 'other-quotes',
    severity: 'error',
    summary: `the cells of ${shown} stand in ${quote}`,
    detail: 'only double quotes, ", keep a cell together; these would be part of every name and value',
    help: `export it with double quotes, or where no cell holds one of them: sed "s/${quote}/\\"/g" FILE > OTHER`,
  };
}

function headerlessFinding(shown: string, what: string): Diagnostic {
  return {
    code: 'headerless-file',
    severity: 'error',
    summary: `the first line of ${shown} names no columns`,
    detail: `it holds ${what}, so it is a person; as names it would be lost`,
    help: 'write a line with the names of the columns above it, such as email,name; where they stand further down, format: { header_row: LINE } in a manifest says so',
  };
}
