/** DEL and C1 controls, bidi controls, separators and the byte order mark: JSON leaves them as they are, and terminals obey some. */
const ALIVE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** JSON writes half of a surrogate pair as an escape, which strict parsers refuse; a backslash that stands for itself is none. */
const HALF_PAIR = /\\(?:\\|ud[89a-f][0-9a-f]{2})/g;

/** A document as JSON that says the same and does nothing to the terminal that it is printed on (DESIGN 6.3). */
export function jsonText(document: object): string {
  const text = JSON.stringify(document, null, 2).replace(
    ALIVE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  if (!text.includes('\\ud')) return text;
  return text.replace(HALF_PAIR, (found) => (found === '\\\\' ? found : '\\ufffd'));
}
