import { shortenMiddle } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';

/**
 * ASCII that means something to GitHub: in Markdown, in HTML, or to its filters for mentions, references and maths. Left out are
 * characters that mean something only at the beginning of a line, and underscores within a word.
 */
const MARKUP = /[&<>`*~|\\[\]$^#@]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=[/a-z])|(?<=www)\./gi;
/** Escaped characters that GitHub's filters find all the same, because they read the finished page; only code is left alone. */
const LINKED = /&#(?:64|35);|&#58;\/\//g;
/** Nobody reads a longer name or value in a comment. */
const MOST_COLUMNS = 160;

/**
 * Text of a manifest, a row or Intercom as code in a pull-request comment: one line without markup, mention, link, reference
 * or table break. Inside `<code>` GitHub links nothing, and entities are never markup.
 */
export function code(text: string, columns = MOST_COLUMNS): string {
  return text === '' ? '' : `<code>${entities(shortenMiddle(inert(text), columns))}</code>`;
}

/** The same, uncut: for an address, or what becomes of an email. */
export function whole(text: string): string {
  return code(text, Number.POSITIVE_INFINITY);
}

/** A sentence that may hold such text, not set as code. */
export function sentence(text: string, columns = 1000): string {
  const safe = entities(shortenMiddle(inert(text), columns));
  return safe.replace(LINKED, (found) => `<code>${found}</code>`);
}

/** Text for the inside of `<pre>` or `<code>`; it must be inert already. */
export function entities(safe: string): string {
  return safe.replace(MARKUP, (char) => `&#${char.charCodeAt(0)};`);
}

/** The line indented to stand inside a list item. */
export function nested(line: string, depth: number): string {
  return `${'  '.repeat(depth)}${line}`;
}

/** Characters that lines take, line ends included. */
export function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
