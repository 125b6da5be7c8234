import type { Look } from '../terminal/look.ts';
import { type Ink, paintFor } from '../terminal/paint.ts';
import { displayWidth, graphemes, graphemeWidth } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';
import { tokenLength } from './token.ts';

/** Columns from one tab stop to the next. */
const TAB_COLUMNS = 4;
/** How much of a long line is kept before the carets. */
const LEAD_SHARE = 0.4;
const CUT = '…';
/** UTF-16 units on either side of the carets that are looked at. */
const NEAR_UNITS = 1000;

export interface FramePlace {
  /** Both count from 1; the column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

export interface Frame {
  /** The rows from the first ` |` to the carets. */
  readonly lines: readonly string[];
  /** True when the label stands behind the carets; otherwise there was no room. */
  readonly labelled: boolean;
}

/** Columns of the number before ` |`: the same for all lines below 100, so that frames align. */
export function gutterWidth(line: number | undefined): number {
  return Math.max(2, String(line ?? 0).length);
}

/**
 * The source line with carets under the token at `place`, as in design 8. Tabs are expanded, harmful characters
 * made visible, wide ones counted as two columns, and a line that is too long is cut around the carets.
 */
export function codeFrame(
  sourceLine: string,
  place: FramePlace,
  label: string | undefined,
  look: Look & { readonly ink: Ink },
): Frame {
  const paint = paintFor(look.color);
  const gutter = gutterWidth(place.line);
  const room = Math.max(20, look.width - gutter - 3);
  const { line, start } = nearby(sourceLine, Math.min(place.column - 1, sourceLine.length));
  const laid = layOut(line, start, start + tokenLength(line, start));
  const shown = cutAround(laid, room);

  const bar = paint('blue', `${' '.repeat(gutter)} |`);
  const carets = '^'.repeat(Math.max(1, shown.to - shown.from));
  const labelled = label !== undefined && shown.from + carets.length + 1 + displayWidth(label) <= room;
  const under = paint(look.ink, labelled ? `${carets} ${label}` : carets);
  return {
    labelled,
    lines: [
      bar,
      `${paint('blue', `${String(place.line).padStart(gutter)} |`)} ${shown.text}`.trimEnd(),
      `${bar} ${' '.repeat(shown.from)}${under}`,
    ],
  };
}

interface Laid {
  readonly cells: readonly { readonly text: string; readonly width: number }[];
  /** Display columns of the carets, from 0; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
}

/** The line as it will be displayed, and where the marked units come to stand. */
function layOut(line: string, start: number, end: number): Laid {
  const cells: { text: string; width: number }[] = [];
  let unit = 0;
  let column = 0;
  let from: number | undefined;
  let to: number | undefined;
  for (const grapheme of graphemes(line)) {
    if (from === undefined && unit + grapheme.length > start) from = column;
    if (to === undefined && unit >= end) to = column;
    const text = grapheme === '\t' ? ' '.repeat(TAB_COLUMNS - (column % TAB_COLUMNS)) : inert(grapheme);
    const width = text === grapheme ? graphemeWidth(grapheme) : displayWidth(text);
    cells.push({ text, width });
    column += width;
    unit += grapheme.length;
  }
  const begin = from ?? column;
  return { cells, from: begin, to: Math.max(to ?? column, begin + 1) };
}

/** The part of a line that fits into `room` columns, with the carets inside and a mark where something is cut. */
function cutAround({ cells, from, to }: Laid, room: number): { text: string; from: number; to: number } {
  const total = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (total <= room) return { text: cells.map((cell) => cell.text).join(''), from, to };
  const kept = room - 2 * CUT.length;
  const start = Math.max(0, Math.min(from - Math.floor(kept * LEAD_SHARE), total - kept));
  let text = '';
  let column = 0;
  let shift = 0;
  for (const cell of cells) {
    if (column < start) {
      text = CUT;
      shift = column + cell.width - CUT.length;
    } else if (column + cell.width - start > kept) {
      text += CUT;
      break;
    } else {
      text += cell.text;
    }
    column += cell.width;
  }
  const first = from - shift;
  return { text, from: first, to: Math.min(to - shift, Math.max(room, first + 1)) };
}

/** A piece of a very long line: nobody lays out a megabyte to show eighty columns. */
function nearby(line: string, start: number): { line: string; start: number } {
  const begin = Math.max(0, start - NEAR_UNITS);
  const piece = line.slice(begin, start + NEAR_UNITS).toWellFormed();
  return { line: piece, start: start - begin };
}
