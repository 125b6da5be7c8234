import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import type { Look } from '../render/terminal/look.ts';
import type { Output } from './terminal.ts';

/** A text in pieces. The type excludes a string, which would be iterated character by character. */
export type Pieces = Iterable<string> & object;

/** How many characters are written at a time: as many as a pipe holds in bytes. */
const BLOCK_CHARACTERS = 65_536;

/**
 * Writes a text in pieces, no faster than it is read, so that a text of any length takes little memory. A short text is written
 * at once.
 */
export async function pour(output: Output, pieces: Pieces): Promise<void> {
  let block = '';
  for (const piece of pieces) {
    block += piece;
    if (block.length < BLOCK_CHARACTERS) continue;
    output.write(block);
    block = '';
    if ((await output.drained?.()) === false) return;
  }
  if (block !== '') output.write(block);
}

/** The pieces with a line break at the end, if they are not empty. No annotations give no line. */
export function* endedLine(pieces: Pieces): Generator<string> {
  let isEmpty = true;
  for (const piece of pieces) {
    isEmpty &&= piece === '';
    yield piece;
  }
  if (!isEmpty) yield '\n';
}

/** Lines fitted to the terminal. */
export function* fittedLines(lines: Pieces, look: Look): Generator<string> {
  for (const line of lines) yield `${fitTerminal(line, look)}\n`;
}
