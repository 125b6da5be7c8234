import type { Json } from '../../types/json.ts';
import type { ColumnSpec } from '../columns/column-spec.ts';
import type { RowFault } from '../source-row.ts';

/** A cell after removing the marks that a spreadsheet or a program puts around a value or writes instead of one. */
export type Unmarked =
  | { readonly is: 'value'; readonly value: Json; readonly unwrapped: boolean }
  /** A word that programs write for no value. */
  | { readonly is: 'blank-word' }
  | { readonly is: 'fault'; readonly fault: RowFault };

/** `="0012345"`: a formula whose value is a text, so that no spreadsheet takes the zeros off. */
const TEXT_FORMULA = /^="((?:[^"]|"")*)"$/;
/** The apostrophe by which a spreadsheet keeps what looks like a number or formula as text. `'t Hooft` has none. */
const TEXT_MARK = /^'(?=[\d=+\-@])/;

/** No value, as Python, JSON, JavaScript, pandas and SQL write it. Not `Null` and `none`: people are called so, or answer so. */
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
 * What spreadsheets show in place of a value: errors in several languages, LibreOffice's `Err:5xx`, the `###` of a column
 * that is too narrow, and `#N/A Field Not Applicable` and its like, which add-ins write.
 */
const ERROR = new RegExp(
  String.raw`^(?:#(?:N/[ADBV]!?(?: [\p{L} /.]+)?|Н/Д|I/T|YOK|NV|GETTING_DATA|DEEL/0!|[¡¿]?(?:${ERROR_NAMES.join('|')})[!?])|#{3,}|Err:5\d\d)$`,
  'u',
);

/**
 * Removes the marks of the program that wrote the cell. `isText`: the reader of the file has removed an apostrophe already,
 * so a second one is part of the value. `isWhole`: that apostrophe was the only mark. A text that the column's `values:` or
 * the source's `nulls:` name is taken as written.
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

/** A quick test: false for nearly every cell of a file, since its first character begins no mark. */
export function mayBeMarked(value: Json): boolean {
  if (typeof value !== 'string') return typeof value === 'object';
  const first = value.charCodeAt(0);
  return first <= 0x20 || first > 0x7e || FIRST_SIGNS.includes(value.charAt(0));
}

/** A spreadsheet shows a number of twelve digits or more by its first six. */
const shownDigits = 6;
const longDigits = 12;

/** Whether an integer is what `1.46376E+13` becomes once it is a number: nothing but zeros behind the digits that were shown. */
export function isRounded(value: number): boolean {
  const digits = String(Math.abs(value));
  return Number.isSafeInteger(value) && digits.length >= longDigits && /^0+$/.test(digits.slice(shownDigits));
}

export const ROUNDED_ID: RowFault = {
  code: 'doubtful-id',
  summary: 'a program has rounded this number',
  detail: 'nothing but zeros stands behind the six digits that a spreadsheet shows',
  help: 'export the column as text; if it is written so, take it as it is: { column: …, as: text }',
};

/** The fault of an id that a spreadsheet or a data frame turned into a number; undefined for any other id. */
export function doubtfulId(text: string): RowFault | undefined {
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

const ERROR_CELL: RowFault = {
  code: 'error-cell',
  summary: 'the cell shows an error',
  help: 'mend the formula and export the file again',
};
