import type { Look } from './look.ts';

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Marks that take no room of their own. */
const ZERO_WIDTH = /^[\p{M}\p{Cf}]+$/u;

/** East Asian Wide and Fullwidth blocks, and what is drawn as a picture: two columns in a terminal (UAX #11). */
const WIDE =
  /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f1e6}-\u{1f1ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f)/u;

/** The characters of a text as a reader sees them. */
export function graphemes(text: string): string[] {
  return Array.from(SEGMENTER.segment(text), (part) => part.segment);
}

/** Terminal columns of one grapheme. */
export function graphemeWidth(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Terminal columns that a text takes. It must be inert and without colours. */
export function displayWidth(text: string): number {
  if (isPlain(text)) return text.length;
  return graphemes(text).reduce((sum, grapheme) => sum + graphemeWidth(grapheme), 0);
}

/** The text with spaces up to `width` columns; longer texts stay as they are. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - displayWidth(text)));
}

/** UTF-16 units of a column that are looked at: nobody segments 60,000 characters to show eighty. */
const MOST_UNITS = 16;

/** Printable ASCII: one column a unit. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function fits(text: string, width: number): boolean {
  if (width === Number.POSITIVE_INFINITY) return true;
  return text.length <= Math.max(1, width) * MOST_UNITS && displayWidth(text) <= width;
}

/** At most `width` columns of a text, its end cut off with `…`. */
export function shorten(text: string, width: number): string {
  if (fits(text, width)) return text;
  if (isPlain(text.slice(0, width))) return `${text.slice(0, Math.max(0, width - 1))}…`;
  return `${take(graphemes(text.slice(0, width * MOST_UNITS)), width - 1)}…`;
}

/** At most `width` columns of a text, its middle cut out with `…`. */
export function shortenMiddle(text: string, width: number): string {
  if (fits(text, width)) return text;
  const [first, last] = [Math.ceil((width - 1) / 2), Math.floor((width - 1) / 2)];
  // One unit more on either side: a mark may stand on the last letter.
  if (last > 0 && isPlain(text.slice(0, first + 1)) && isPlain(text.slice(-last - 1))) {
    return `${text.slice(0, first)}…${text.slice(-last)}`;
  }
  const units = width * MOST_UNITS;
  const start = graphemes(text.slice(0, units).toWellFormed());
  const end = text.length <= units ? [...start] : graphemes(text.slice(-units).toWellFormed());
  const head = take(start, first);
  const tail = take(end.reverse(), last);
  return `${head}…${graphemes(tail).reverse().join('')}`;
}

/** Lines of at most `width` columns, broken at spaces; a word that is longer stands on a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && displayWidth(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  lines.push(line);
  return lines;
}

/** A sentence that stands alone, broken at spaces where a terminal would break it anywhere. */
export function sentenceLines(text: string, { width, isTerminal }: Look): string[] {
  return isTerminal === true ? wrap(text, width) : [text];
}

function take(parts: readonly string[], width: number): string {
  let taken = '';
  let used = 0;
  for (const part of parts) {
    used += graphemeWidth(part);
    if (used > width) break;
    taken += part;
  }
  return taken;
}
