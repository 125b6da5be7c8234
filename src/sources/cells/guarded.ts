/** What a spreadsheet would run as a formula, also after it has removed an apostrophe. */
const FORMULA = /^'*[=+\-@\t\r]/;
/** A text that needs no guard but would be read as guarded, such as `'007`. */
const LIKE_GUARDED = /^'+\d/;
/** Control characters except tabs and line breaks, which quotes can hold, and lone surrogates, which no file can hold. */
const UNWRITABLE = /(?![\t\n\r])\p{Cc}|\p{Cs}/u;
const UNWRITABLE_OR_BACKSLASH = /(?![\t\n\r])\p{Cc}|\p{Cs}|\\|^'/gu;
/** Begins a cell whose control characters are written as escapes. */
const SPELT = "'\\";
const ESCAPE = /\\(?:\\|x([0-9a-f]{2})|u([0-9a-f]{4}))/g;
const NO_ESCAPE = /\\(?!x[0-9a-f]{2}|u[0-9a-f]{4})/;

/** In a value an apostrophe before a digit is a spreadsheet's mark of text; in a column name it is part of the name. */
export type CellPart = 'value' | 'name';

/**
 * The text as a CSV cell that no spreadsheet runs and no terminal obeys. `unguardedCell` turns the cell back into the same
 * text, whatever it is:
 *
 *   =1+1, +353871234567, -5, @ada     '=1+1 …     an apostrophe before = + - @, a tab or a carriage return
 *   '=1+1, '007                       ''=1+1 …    one more before what would be taken off when it is read
 *   A␛[31mda                          '\A\x1b[31mda    controls are spelt out, \ as \\
 */
export function guardedCell(text: string, part: CellPart): string {
  if (UNWRITABLE.test(text) || isSpelt(text)) return SPELT + text.replace(UNWRITABLE_OR_BACKSLASH, spelt);
  return FORMULA.test(text) || (part === 'value' && LIKE_GUARDED.test(text)) ? `'${text}` : text;
}

/** The text of a cell that interform or a spreadsheet guarded; any other cell unchanged. */
export function unguardedCell(text: string, part: CellPart): string {
  if (text.charCodeAt(0) !== 0x27) return text;
  if (isSpelt(text)) return text.slice(SPELT.length).replace(ESCAPE, meant);
  return FORMULA.test(text) || (part === 'value' && LIKE_GUARDED.test(text)) ? text.slice(1) : text;
}

/** True where every backslash begins an escape and at least one of them is `\x…` or `\u…`. */
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
