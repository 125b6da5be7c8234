import type { Json } from '../../types/json.ts';

/** What a number format makes of a number: an instant, a time of day, or digits filled up with zeros. */
export type NumberStyle = 'plain' | 'date' | 'time' | { readonly digits: number };

/** Built-in formats, which have no code in the file (ECMA-376 part 1, 18.8.30), those of East Asian dates included. */
const DATES: ReadonlySet<number> = new Set([
  14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58,
]);
const TIMES: ReadonlySet<number> = new Set([18, 19, 20, 21, 32, 33]);

const dayMs = 86_400_000;

export function numberStyle(id: number, codes: ReadonlyMap<number, string>): NumberStyle {
  const code = codes.get(id);
  if (code === undefined) return DATES.has(id) ? 'date' : TIMES.has(id) ? 'time' : 'plain';
  const [first = ''] = code.split(';');
  // An elapsed time, [h]:mm, is a number; colours, locales, quoted and escaped text say nothing.
  if (/\[[hms]+\]/i.test(first)) return 'plain';
  const bare = first.replace(/"[^"]*(?:"|$)|\[[^\]]*(?:\]|$)|\\.|_.|\*./g, '').toLowerCase();
  if (/^0{2,}$/.test(bare)) return { digits: bare.length };
  if (/[yd]/.test(bare) || /m{3,}/.test(bare)) return 'date';
  if (/[hs]/.test(bare)) return 'time';
  return 'plain';
}

/** The value of a numeric cell as the sheet shows it; dates are ISO 8601 without an offset. */
export function sheetNumber(text: string, style: NumberStyle, date1904: boolean): Json | undefined {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return undefined;
  if (style === 'date') return sheetDate(number, date1904);
  if (style === 'time') {
    return number < 0 || number >= 1
      ? sheetDate(number, date1904)
      : isoTime(Math.round(number * 86_400) * 1000);
  }
  // A spreadsheet keeps and shows 15 digits; what a double adds behind them is noise.
  const shown = Number(number.toPrecision(15));
  if (typeof style === 'object' && Number.isInteger(shown) && shown >= 0)
    return String(shown).padStart(style.digits, '0');
  return shown;
}

/**
 * Day 1 is 1 January 1900. Day 60 is 29 February 1900, which never existed, so the days before it are counted one too low.
 * In the 1904 system day 0 is 1 January 1904.
 */
function sheetDate(serial: number, date1904: boolean): string | undefined {
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const ms = Math.round(days * 86_400) * 1000 + Date.UTC(1899, 11, 30);
  if (serial < 0 || ms > Date.UTC(9999, 11, 31) + dayMs) return undefined;
  const iso = new Date(ms).toISOString();
  return ms % dayMs === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString().slice(11, 19);
}
