/** The mark that begins a fraction; the other marks group thousands. */
export type DecimalMark = ',' | '.';

/** A number as plain digits, `-1234.5`, or why it is none (undefined: it does not look like a number). */
export type ReadNumber = { readonly plain: string } | { readonly refused: string | undefined };

/** No number that people write is longer, currency included. */
const mostCharacters = 60;
/** Currency signs; letters before a dollar; abbreviations of some countries; codes, which `isCurrency` looks up. */
const CURRENCY = String.raw`(?:[A-Z]{1,2}\$|\p{Sc}|(?:kr|zł|Kč|Ft|lei|Rs|Fr|RM|R|TL|лв)\.?|[A-Za-z]{3})`;
const BEFORE = new RegExp(
  String.raw`^([+-])?\s*(${CURRENCY})?\s*(\()?\s*(${CURRENCY})?\s*([+-])?\s*(?=[\d.,])`,
  'u',
);
const BEHIND = new RegExp(String.raw`(?<=[\d.,])\s*(${CURRENCY})?\s*(\))?\s*(${CURRENCY})?$`, 'u');
/** Thousands never begin with a zero: `0.500` beside a decimal comma is half of something, not 500. */
const GROUPED = {
  ',': /^(?:[1-9]\d{0,2}(?:([.'’\s])\d{3}(?:\1\d{3})*)|\d+)(?:,\d+)?$/u,
  '.': /^(?:[1-9]\d{0,2}(?:([,'’\s])\d{3}(?:\1\d{3})*)|\d+)(?:\.\d+)?$/u,
} as const;
/** Nearly every number of a file: tested first, since files have many. */
const USUAL = /^-?\d{1,15}(?:\.\d{1,2})?$/;
const PLAIN = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** Thousands in one country, a fraction in another. */
const UNCLEAR = /^[1-9]\d{0,2}\.\d{3}$/;
/** Spaces and apostrophes can only group thousands. */
const SPACED = /^[1-9]\d{0,2}(?:(['’\s])\d{3}(?:\1\d{3})*)(?:\.\d+)?$/u;

const NO_NUMBER: ReadNumber = { refused: undefined };
const UNCLEAR_MARK: ReadNumber = {
  refused:
    'its mark may group thousands or begin the fraction; say decimal: "," or decimal: "." at the column',
};
const PERCENTAGE: ReadNumber = {
  refused: 'a percentage may be meant as 12 or as 0.12; say strip: "%" at the column if it is 12',
};

/**
 * Reads a number as people and programs write it: a currency sign or code on either side is taken off, `(12)` is -12. Without
 * `decimal` a comma, and a dot before three digits, may be either and is refused; spaces and apostrophes group thousands.
 *
 *   $1 234.50 · 12,50 € (decimal: ",") · EUR 12.50 · (12.00) · −5      read
 *   1.500 · 1,500 · 2.750,00                                            unclear without `decimal`
 *   12 %                                                                refused
 */
export function readNumber(written: string, decimal: DecimalMark | undefined): ReadNumber {
  if (decimal !== ',' && USUAL.test(written)) return { plain: written };
  const text = written.trim().replace(/^\u2212/, '-');
  if (text.length > mostCharacters) return NO_NUMBER;
  if (/^[%‰]|[%‰]$/.test(text)) return PERCENTAGE;
  const before = BEFORE.exec(text);
  const behind = BEHIND.exec(text);
  if (before === null || behind === null) return NO_NUMBER;
  const [all, first, currency, open, inner, second] = before;
  const [rest, own, close, last] = behind;
  const signs = [first, second].filter((sign) => sign !== undefined);
  const left = [currency, inner].filter((sign) => sign !== undefined);
  const right = [own, last].filter((sign) => sign !== undefined);
  const isNegative = open !== undefined;
  if (isNegative !== (close !== undefined) || signs.length > (isNegative ? 0 : 1)) return NO_NUMBER;
  if (left.length > 1 || right.length > 1 || ![...left, ...right].every(isCurrency)) return NO_NUMBER;
  const digits = plainDigits(text.slice(all.length, text.length - rest.length), decimal);
  if (typeof digits !== 'string') return digits;
  return { plain: `${isNegative || signs[0] === '-' ? '-' : ''}${digits}` };
}

function plainDigits(text: string, decimal: DecimalMark | undefined): string | ReadNumber {
  if (decimal === undefined) {
    if (PLAIN.test(text)) return UNCLEAR.test(text) ? UNCLEAR_MARK : text;
    if (SPACED.test(text)) return text.replaceAll(/['’\s]/gu, '');
    return /[.,]/.test(text) && /^[\d.,'’\s]+$/u.test(text) ? UNCLEAR_MARK : NO_NUMBER;
  }
  if (decimal === '.' && PLAIN.test(text)) return text;
  if (!GROUPED[decimal].test(text)) return NO_NUMBER;
  const bare = text.replaceAll(/['’\s]/gu, '').replaceAll(decimal === ',' ? '.' : ',', '');
  return bare.replace(',', '.');
}

let codes: ReadonlySet<string> | undefined;

/** Three letters are a code only where there is such a currency. */
function isCurrency(sign: string): boolean {
  if (!/^[A-Za-z]{3}$/.test(sign) || /^lei$/i.test(sign)) return true;
  codes ??= new Set(Intl.supportedValuesOf('currency'));
  return codes.has(sign.toUpperCase());
}
