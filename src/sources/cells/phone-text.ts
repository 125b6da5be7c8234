/** A number that can be dialled, as digits with or without a plus before them, or why the text is no such number. */
export type PhoneText = { readonly dialled: string } | { readonly why: string };

/** Invisible characters: direction marks, zero-width characters, soft hyphens. */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Full-width characters, as East Asian keyboards write them. */
const WIDE = /[\uff08-\uff0f\uff10-\uff19\uff1a\uff1b\uff20-\uff5e]/g;
/** Zeros of the digits of Arabic, Persian, Devanagari and Bengali. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6] as const;
const LABEL = /^(?:tel|t|phone|p|mobile|mob|m|cell|callto|sms|whatsapp):/i;
/** What people put between digits: spaces, hyphens and dashes, dots, brackets. */
const SEPARATORS = /[\s\-‐‑‒–—―−.·()[\]]/gu;
/** A slash behind an area code, with or without a country code before it, does not begin a second number: 030/123456. */
const AREA = /^(?:\+\d{1,3})?\(?0?\)?\d{2,5}\/\d{5,}$/;
const EXTENSION = /(?:x|ext|extn|extension|#|;ext=)[.:=]?\d{1,8}$/i;

/**
 * Reads a phone number as people and programs write it. Only digits and separators are accepted: one digit too many makes it
 * somebody else's number, so anything doubtful refuses the whole text.
 */
export function phoneText(text: string): PhoneText {
  const written = text.replace(WIDE, narrow).replace(UNSEEN, '').trim().replace(LABEL, '').trim();
  const why = faultOf(written);
  if (why !== undefined) return { why };
  const compact = withoutTrunk(withoutParentheses(written)).replace(SEPARATORS, '').replace('/', '');
  const dialled = ascii(compact).replace(/^\+?00(?=[1-9])/, '+');
  return { dialled };
}

function faultOf(written: string): string | undefined {
  if (!/\p{Nd}/u.test(written)) return 'it holds no digit';
  // One dot, and nothing but digits before it: a number column has made it a decimal number.
  if (/^\+?[\d ]{5,}[.,]0+$/.test(written))
    return 'it ends in .0, as where a column was taken for decimal numbers';
  if (/^\+?\d{7,}\.\d{1,2}$/.test(written)) return 'it is a decimal number';
  if (/^[-\u2212]\d/.test(written)) return 'it is a negative number';
  if (/^\d[.,]\d+e\+?\d+$/i.test(written)) return 'a spreadsheet has rounded it';
  const bare = written.replace(/\s/g, '');
  if (EXTENSION.test(bare)) return 'it holds an extension';
  const inner = bare.replace(/^\(?\+/, '');
  if (inner.includes('+') || /[;,|&\n\r]|\b(?:or|and)\b/i.test(written)) return 'it may be two numbers';
  if (inner.includes('/') && !AREA.test(bare.replace(/[-.]/g, ''))) return 'it may be two numbers';
  const [other] = ascii(inner).replace(SEPARATORS, '').replace(/[\d/]/g, '');
  return other === undefined ? undefined : `it holds ${other}`;
}

/** Takes off the parenthesis before a country code: `(+353) 87`, `+(353) 87` and `(00353) 87`. */
function withoutParentheses(written: string): string {
  return written.replace(/^\(\s*(\+|00)\s*/, '$1').replace(/^\+\s*\(\s*/, '+');
}

/**
 * Takes off the trunk prefix of `+44 (0)20`, which is not dialled from abroad. Italy, San Marino and the Vatican keep their
 * zero.
 */
function withoutTrunk(written: string): string {
  return /^(?:\+|00)\s*(?:39|37[89])\D/.test(written)
    ? written
    : written.replace(/^((?:\+|00)[\d\s).-]*)\(\s*0\s*\)/, '$1');
}

function narrow(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

function ascii(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    const zero = ZEROS.find((start) => code >= start && code < start + 10);
    return zero === undefined ? digit : String(code - zero);
  });
}
