import { inert } from '../words/inert.ts';

/** Markup of Markdown that a backslash takes off; underscores within a word mean nothing. */
const MARKUP = /[`*~\\[\]$^]|(?<![a-z0-9])_|_(?![a-z0-9])/gi;
/** What begins a heading, a list, a quote or a rule. */
const BEGINNING = /^(?:[-+#=>:]|\d+(?=[.)]))/;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '|': '&#124;' };

/**
 * Text of a manifest, of one line or several, as one line of a Markdown file without markup or the break of a table. Mentions and
 * references stay: in files nothing makes links of them, and people read the file as text too.
 */
export function proseText(text: string): string {
  const line = inert(text.replace(/\s*[\n\r]+\s*/g, ' ').trim());
  return line
    .replace(MARKUP, '\\$&')
    .replace(/[&<|]/g, (char) => ENTITIES[char] ?? char)
    .replace(BEGINNING, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}
