import { inert } from '../words/inert.ts';

/** What the runners of Azure DevOps take for a command wherever it stands in a line of the log. */
const COMMAND = /##(\w*)\[/g;

/**
 * A text as a string of JSON, which is one of TypeScript too. Characters that are invisible, change the direction of reading or
 * move a cursor are written as escapes, so that whoever reads the file sees what it says.
 */
export function stringLiteral(text: string): string {
  return visible(JSON.stringify(text));
}

/** The same for JSON that is written already. Only strings can hold such characters, apart from the line breaks between them. */
export function visible(json: string): string {
  const safe = json.replace(COMMAND, '##$1\\u005b');
  return safe.replace(/[^\n\x20-\x7e]/gu, (char) => (inert(char) === char ? char : escaped(char)));
}

function escaped(char: string): string {
  return char
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
