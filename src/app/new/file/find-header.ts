import type { OpenedRow, openFile } from '../../../sources/index.ts';
import type { Diagnostic } from '../../../types/diagnostic.ts';
import { readsAsEmail } from '../../../types/email-text.ts';
import type { JsonObject } from '../../../types/json.ts';
import { insideTypographicQuotes } from '../../../types/typographic-quotes.ts';
import { isKnownName } from './known-names.ts';

/** Opens the file with this `format:`, without a word where it cannot be. */
export type OpenQuietly = (format: JsonObject) => ReturnType<typeof openFile>;

export interface FoundHeader {
  /** What the source must say so that the names of the columns are found; empty where nothing must be said. */
  readonly format: JsonObject;
  /** An error where there are no names at all. */
  readonly finding?: Diagnostic;
}

/** Titles, dates of the export and empty lines above the names of the columns are not more than this. */
const mostLinesAbove = 15;
/** A title may have a date or a name beside it. */
const mostTitleCells = 4;
/** What nobody calls a column, beside email addresses. */
const VALUES = [
  { is: 'a phone number', pattern: /^'?(?:\+|00)\d[\d\s().-]{6,}$/ },
  { is: 'a time', pattern: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/ },
  { is: 'a web address', pattern: /^https?:\/\/\S+$/i },
  { is: 'a UUID', pattern: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i },
] as const;
/** What may be the name of a column among others that are none of these. */
const PERHAPS = /^(?:[+-]?\d[\d.,]*|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|true|false|yes|no|null)$/i;

/**
 * Where the names of the columns stand. A line of names holds no values of people; a title above it has fewer cells, and the
 * line below that is known by its names or by the email addresses under it.
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

/** The line of the names below a title; undefined where none looks like one. */
async function headerBelow(titled: number, open: OpenQuietly): Promise<number | undefined> {
  for (let line = 2; line <= mostLinesAbove; line++) {
    const opened = await open({ header_row: line });
    // A row that a sheet lacks, or the end of the file.
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

/** The mark around every name where it is not the one that keeps a cell together. */
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
