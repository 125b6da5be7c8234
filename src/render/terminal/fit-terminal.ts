import type { Look } from './look.ts';
import { displayWidth } from './width.ts';

/** A colour or its end. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: SGR sequences begin with an escape.
const SGR = /\u001b\[[\d;]*m/g;
/** Below this many columns for words nothing is indented. */
const LEAST_COLUMNS = 20;

/**
 * A text as a terminal shows it without breaking a word: lines that are too long go on below, two columns further in. A word that is
 * longer than a line stays whole. What does not go to a terminal stays as it is.
 */
export function fitTerminal(text: string, { width, isTerminal }: Omit<Look, 'color'>): string {
  if (isTerminal !== true || width <= 0) return text;
  return text
    .split('\n')
    .flatMap((line) => fitLine(line, width))
    .join('\n');
}

function fitLine(line: string, width: number): string[] {
  if (columnsOf(line) <= width) return [line];
  const indent = /^ */.exec(line.replace(SGR, ''))?.[0].length ?? 0;
  const further = width - indent - 2 < LEAST_COLUMNS ? '' : ' '.repeat(indent + 2);
  const lines: string[] = [];
  let current = '';
  // Each word with the spaces before it.
  for (const [part] of line.matchAll(/ *[^ ]+/g)) {
    const hasWords = current.replace(SGR, '').trim() !== '';
    if (hasWords && columnsOf(current + part) > width) {
      lines.push(current);
      current = further + part.trimStart();
    } else current += part;
  }
  return [...lines, current + (/ *$/.exec(line)?.[0] ?? '')];
}

function columnsOf(line: string): number {
  return displayWidth(line.replace(SGR, ''));
}
