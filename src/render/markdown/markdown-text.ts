import { shortenMiddle } from '../terminal/width.ts';
import { inert } from '../words/inert.ts';

/**
 * ASCII that means something to GitHub's Markdown, its HTML or its filters for mentions, references and maths. What means
 * something at the beginning of a line only is left alone, and an underscore within a word.
 */
const MARKUP = /[&<>`*~|\\[\]$^#@]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=[/a-z])|(?<=www)\./gi;
/** What filters look for in the text of the finished page: only inside code they leave it alone. */
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

/** The same where nothing may be cut: an address, or what becomes of an email. */
export function whole(text: string): string {
  return code(text, Number.POSITIVE_INFINITY);
}

/** A sentence that may hold such text, as plain text. */
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

/** Characters that lines take, each with its end. */
export function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}
