/** DEL and C1 controls, bidi controls, separators and the byte order mark: JSON leaves them as they are, and terminals obey some. */
const ALIVE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A document as JSON that says the same and does nothing to the terminal that it is printed on (DESIGN 6.3). */
export function jsonText(document: object): string {
  return JSON.stringify(document, null, 2).replace(
    ALIVE,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
