import type { Json } from '../../types/json.ts';
import type { ColumnSpec } from '../columns/column-spec.ts';
import type { Fault } from '../source-row.ts';

/** A cell without what a spreadsheet or a program has put around its value, or in place of one. */
export type Unmarked =
  | { readonly is: 'value'; readonly value: Json; readonly unwrapped: boolean }
  /** What a program writes for nothing. */
  | { readonly is: 'blank-word' }
  | { readonly is: 'fault'; readonly fault: Fault };

/** `="0012345"`: a formula whose value is a text, so that no spreadsheet takes the zeros off. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
/** The mark of a text in a spreadsheet, before what it would take for a number or a formula. `'t Hooft` has none. */
const TEXT_MARK = /^'(?=[\d=+\-@])/;

/** Python, JSON, JavaScript and pandas, SQL: as they write them. `Null` and `none` are names and answers of people. */
const BLANK_WORDS: ReadonlySet<string> = new Set([
  ...['None', 'null', 'NULL', 'NaN', 'nan', '\\N', '<NA>', '(null)', '<null>', 'undefined'],
]);

const FIRST_SIGNS = "='#NnuE\\<(";

/** What stands before ! or ? in errors of spreadsheets: in English first, then each language's own. */
const ERROR_NAMES = [
  'REF|VALUE|NAME|NUM|NULL|SPILL|CALC|FIELD|BLOCKED|CONNECT|UNKNOWN|BUSY|EXTERNAL|PYTHON|TIMEOUT|ERROR|ERR|DIV/0',
  'BEZUG|WERT|ZAHL|ÜBERLAUF|FELD|BLOCKIERT|VERBINDEN|UNBEKANNT',
  'VALEUR|NOM|NOMBRE|NUL|PROPAGATION|CALCUL|VALOR|NOME|NÚM|NULO|DESBORDAMIENTO|DESPEJAR',
  'VALORE|RIF|ESPANSIONE|VERW|WAARDE|NAAM|GETAL|LEEG|OVERLOOP',
  'ADR|ARG|LICZBA|NAZWA|DZIEL/0|ZERO|ROZLANIE|ODKAZ|HODNOTA|NÁZEV|ČÍSLO|DĚLENÍ_NULOU|HIV|ÉRTÉK|NÉV|SZÁM|ZÉRÓOSZTÓ',
  'ССЫЛКА|ЗНАЧ|ИМЯ|ЧИСЛО|ПУСТО|ДЕЛ/0|BAŞV|REFERANS|DEĞER|AD|SAYI|SAYI/0|BOŞ',
  'REFERENS|VÄRDEFEL|NAMN|OGILTIGT|DIVISION/0|SAKNAS|SKÄRNING|REFERENCE|VÆRDI|NAVN|VERDI|VIITTAUS|ARVO|NIMI|LUKU|PUUTTUU|JAKO/0',
];
/**
 * Errors that spreadsheets show in place of a value, in a number of languages, what LibreOffice shows and a column that is too
 * narrow, and `#N/A Field Not Applicable` and its like, which add-ins put there.
 */
const ERROR = new RegExp(
  String.raw`^(?:#(?:N/[ADBV]!?(?: [\p{L} /.]+)?|Н/Д|I/T|YOK|NV|GETTING_DATA|DEEL/0!|[¡¿]?(?:${ERROR_NAMES.join('|')})[!?])|#{3,}|Err:5\d\d)$`,
  'u',
);

/**
 * What a cell says behind the marks of the program that wrote it. `isText` where the reader of the file has taken an
 * apostrophe off already: a second one was meant; `isWhole` where that was the only mark there is. What a column names in `values:`, or its source in `nulls:`, is as it says.
 */
export function unmarked(
  written: Json,
  { values }: Pick<ColumnSpec, 'values'>,
  {
    nulls,
    isText,
    isWhole = false,
  }: { readonly nulls: ReadonlySet<string>; readonly isText: boolean; readonly isWhole?: boolean },
): Unmarked {
  if (typeof written !== 'string') {
    const broken = Array.isArray(written) ? written.find((item) => isError(item)) : undefined;
    return broken === undefined ? plain(written) : { is: 'fault', fault: ERROR_CELL };
  }
  const text = written.trim();
  const formula = TEXT_FORMULA.exec(text)?.[1];
  if (formula !== undefined && !isWhole)
    return { is: 'value', value: formula.replaceAll('""', '"').trim(), unwrapped: true };
  if (!isText && TEXT_MARK.test(text)) return { is: 'value', value: text.slice(1), unwrapped: true };
  if (nulls.has(text) || values?.has(text) === true) return plain(written);
  if (BLANK_WORDS.has(text)) return { is: 'blank-word' };
  return isError(text) ? { is: 'fault', fault: ERROR_CELL } : plain(written);
}

/** False for nearly every cell of a file: it begins with a sign that begins no mark. */
export function mayBeMarked(value: Json): boolean {
  if (typeof value !== 'string') return typeof value === 'object';
  const first = value.charCodeAt(0);
  return first <= 0x20 || first > 0x7e || FIRST_SIGNS.includes(value.charAt(0));
}

/** Digits that a spreadsheet shows of a number that is too long, and how long it is then. */
const shownDigits = 6;
const longDigits = 12;

/** Whether an integer is what `1.46376E+13` becomes once it is a number: nothing but zeros behind the digits that were shown. */
export function isRounded(value: number): boolean {
  const digits = String(Math.abs(value));
  return Number.isSafeInteger(value) && digits.length >= longDigits && /^0+$/.test(digits.slice(shownDigits));
}

export const ROUNDED_ID: Fault = {
  code: 'doubtful-id',
  summary: 'a program has rounded this number',
  detail: 'nothing but zeros stands behind the six digits that a spreadsheet shows',
  help: 'export the column as text; if it is written so, take it as it is: { column: …, as: text }',
};

/** The fault of an id that a spreadsheet or a data frame has made a number of; undefined where it is none. */
export function doubtfulId(text: string): Fault | undefined {
  const why = /^[+-]?\d+[.,]0+$/.test(text)
    ? 'it ends in .0, as where a column was taken for decimal numbers'
    : /^[+-]?\d+(?:[.,]\d+e[+-]?|e\+)\d+$/i.test(text)
      ? 'a spreadsheet has rounded it: the digits that are not shown are lost'
      : undefined;
  if (why === undefined) return undefined;
  return {
    code: 'doubtful-id',
    summary: 'a program has made a number of this id',
    detail: why,
    help: 'export the column as text; if your ids are written so, take them as they are: { column: …, as: text }',
  };
}

/** Whether a cell shows an error in place of a value. */
export function isError(value: Json): boolean {
  return typeof value === 'string' && ERROR.test(value.trim());
}

function plain(value: Json): Unmarked {
  return { is: 'value', value, unwrapped: false };
}

const ERROR_CELL: Fault = {
  code: 'error-cell',
  summary: 'the cell shows an error',
  help: 'mend the formula and export the file again',
};
