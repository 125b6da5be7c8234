/** C0, DEL and C1 controls, line and paragraph separators: what moves a cursor or starts an escape sequence. */
const CONTROLS = String.raw`\p{Cc}\p{Zl}\p{Zp}`;
/** Bidi controls, which make text read in another order than it is stored. */
const BIDI = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
/** Characters that take no room: two texts that differ only here look the same. */
const INVISIBLE = String.raw`\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}`;
/** Joiners are kept where scripts and emoji need them, and shown everywhere else. */
const JOINERS = String.raw`(?<![^\p{ASCII}])[\u200c\u200d]`;

const UNSAFE = new RegExp(`[${CONTROLS}${BIDI}${INVISIBLE}\\p{Cs}]|${JOINERS}`, 'gu');

/** Anything but printable ASCII: most texts have none, and this is quick to see. */
const UNUSUAL = /[^\x20-\x7e]/;

/** What the runners of GitHub and Azure DevOps take for a command wherever it stands in a line of the log. */
const COMMAND = /##(\w*)\[/g;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text of a manifest, a row or Intercom made harmless on one line: escape sequences, control characters, newlines, bidi
 * controls and invisible characters become visible escapes such as `\x1b` and `\u{202e}` (design 6.3). So does the bracket of a
 * command to the runner of a pipeline.
 */
export function inert(text: string): string {
  const plain = text.includes('##') ? text.replace(COMMAND, '##$1\\x5b') : text;
  if (!UNUSUAL.test(plain)) return plain;
  return plain.replace(UNSAFE, (char) => NAMED[char] ?? codePoint(char));
}

function codePoint(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u{${hex}}`;
}
