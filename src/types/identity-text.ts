import type { Diagnostic } from './diagnostic.ts';

/**
 * How a text identifies somebody or something. An id is compared character by character, so it may hold nothing invisible; a
 * name is read by people, who write emoji and scripts that need characters without a width of their own.
 */
export type IdentityForm = 'id' | 'name';

/** Nearly every identity: printable ASCII without spaces around it. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;
/**
 * Invisible characters: format characters, what takes no room by Unicode's own list, controls, every space, and the blank
 * one of Braille.
 */
const UNSEEN = /[\p{Cf}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Z}\u2800]/u;
/** Marks that choose how the character before them is drawn: part of many an emoji. */
const VARIATION = /[\u180b-\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;
/** Tag characters that spell the region of a flag emoji, behind a black flag. */
const FLAG_TAG = /[\u{e0020}-\u{e007f}]/u;
const BLACK_FLAG = '\u{1f3f4}';
/** Joins or separates the characters around it, which means something beside emoji and in scripts whose letters join. */
const JOINER = /[\u200c\u200d]/;
const JOINED =
  /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** What a name may hold and an id may not: spaces of other widths, and controls, which the kinds check themselves. */
const IN_NAMES = /[\p{Zs}\p{Cc}]/u;

/** The text without invisible characters at its ends: format characters, byte order marks, every sort of space. */
export function trimmedIdentity(text: string, form: IdentityForm): string {
  if (PLAIN.test(text)) return text;
  const points = Array.from(text);
  let [start, end] = [0, points.length];
  while (start < end && isEnd(points, start, form)) start++;
  while (end > start && isEnd(points, end - 1, form)) end--;
  return end - start === points.length ? text : points.slice(start, end).join('');
}

/** The first invisible character in the text, as `U+200B`; plain spaces inside do not count. */
export function unseenIn(text: string, form: IdentityForm): string | undefined {
  if (PLAIN.test(text)) return undefined;
  const points = Array.from(text);
  const at = points.findIndex((point, index) => point !== ' ' && isUnseen(points, index, form));
  return at < 0 ? undefined : codePoint(points[at] ?? '');
}

/**
 * The text as it looks: without invisible characters, and with plain spaces only. Two texts that look the same give the same
 * result.
 */
export function seenText(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(/[\p{Z}\t\r\n]+/gu, ' ')
    .replace(new RegExp(UNSEEN, 'gu'), (character) => (character === ' ' ? ' ' : ''))
    .trim();
}

/** The finding about such a character, without its severity and place. */
export function unseenFault(what: string, character: string): Pick<Diagnostic, 'code' | 'summary' | 'help'> {
  return {
    code: 'unusable-character',
    summary: `${what} holds ${character}`,
    help: 'take the character out; it cannot be seen, so write the name anew where it is not clear',
  };
}

function isEnd(points: readonly string[], at: number, form: IdentityForm): boolean {
  return UNSEEN.test(points[at] ?? '') && (isUnseen(points, at, form) || IN_NAMES.test(points[at] ?? ''));
}

function isUnseen(points: readonly string[], at: number, form: IdentityForm): boolean {
  const point = points[at] ?? '';
  if (!UNSEEN.test(point)) return false;
  if (form === 'id') return true;
  if (IN_NAMES.test(point) || VARIATION.test(point)) return false;
  if (FLAG_TAG.test(point)) return !points.slice(0, at).includes(BLACK_FLAG);
  const before = points[VARIATION.test(points[at - 1] ?? '') ? at - 2 : at - 1] ?? '';
  const isJoined = JOINED.test(before) && JOINED.test(points[at + 1] ?? '');
  return !(JOINER.test(point) && isJoined);
}

function codePoint(point: string): string {
  const code = (point.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return `U+${code.padStart(4, '0')}`;
}
