import { whole } from '../markdown/markdown-text.ts';
import { inert } from '../words/inert.ts';

/**
 * A text as code in a table of Markdown. Backticks where they are enough, since people read the file as text too; nothing is markup
 * within them but a pipe and another backtick.
 */
export function codeText(text: string): string {
  const isPlain = text.trim() === text && text !== '' && inert(text) === text && !/[`|]/.test(text);
  return isPlain ? `\`${text}\`` : whole(text);
}
