/** What a spreadsheet takes for a formula, or for one after it has taken an apostrophe off. */
const FORMULA = /^'*[=+\-@\t\r]/;
/** A text that reads as guarded, though it is not one that has to be. */
const LIKE_GUARDED = /^'+\d/;
/** Controls but tabs and line breaks, which quotes hold; half a surrogate pair, which no file holds. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;
const UNWRITABLE_OR_BACKSLASH = /(?![\t\n\r])\p{Cc}|\p{Cs}|\\|^'/gu;
/** What begins a cell in which characters are spelt out. */
const SPELT = "'\\";
const ESCAPE = /\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4}))/g;
const NO_ESCAPE = /\\(?!x[0-9a-f]{2}|u[0-9a-f]{4})/;

/** An apostrophe before a digit is a spreadsheet's own mark of a text; in the name of a column it is part of the name. */
export type CellPart = 'value' | 'name';

/**
 * The text as a CSV cell that no spreadsheet runs and no terminal obeys. `unguardedCell` makes the same text of it again,
 * whatever it is:
 *
 *   =1+1, +353871234567, -5, @ada     '=1+1 …     an apostrophe before = + - @, a tab or a carriage return
 *   '=1+1, '007                       ''=1+1 …    one more before what would be taken off when it is read
 *   A␛[31mda                          '\A\x1b[31mda    controls are spelt out, \ as \\
 */
export function guardedCell(text: string, part: CellPart): string {
  if (UNWRITABLE.test(text) || isSpelt(text)) return SPELT + text.replace(UNWRITABLE_OR_BACKSLASH, spelt);
  return FORMULA.test(text) || (part === 'value' && LIKE_GUARDED.test(text)) ? `'${text}` : text;
}

/** What a cell stands for that was guarded, here or by a spreadsheet; any other is as it is. */
export function unguardedCell(text: string, part: CellPart): string {
  if (text.charCodeAt(0) !== 0x27) return text;
  if (isSpelt(text)) return text.slice(SPELT.length).replace(ESCAPE, meant);
  return FORMULA.test(text) || (part === 'value' && LIKE_GUARDED.test(text)) ? text.slice(1) : text;
}

/** True where every backslash begins an escape, and one of them is of a character. */
function isSpelt(text: string): boolean {
  if (!text.startsWith(SPELT)) return false;
  const rest = text.slice(SPELT.length).replaceAll('\\\\', ' ');
  return rest.includes('\\') && !NO_ESCAPE.test(rest);
}

function spelt(char: string): string {
  if (char === '\\') return '\\\\';
  const code = char.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
}

function meant(written: string, short: string | undefined, long: string | undefined): string {
  const code = short ?? long;
  return code === undefined ? written.slice(1) : String.fromCharCode(Number.parseInt(code, 16));
}
