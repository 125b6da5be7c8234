import { fitTerminal } from '../render/terminal/fit-terminal.ts';
import type { Look } from '../render/terminal/look.ts';
import type { Output } from './terminal.ts';

/** A text, one piece after the other; a string would come letter by letter. */
export type Pieces = Iterable<string> & object;

/** Characters that are written at a time: a pipe holds as many bytes. */
const BLOCK_CHARACTERS = 65_536;

/**
 * Writes a text that comes in pieces, no faster than somebody reads it, so that one of any length never stands in memory. A short one
 * is written at once.
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

/** The pieces with the end of a line behind them, unless they say nothing: no annotations are no line. */
export function* endedLine(pieces: Pieces): Generator<string> {
  let isEmpty = true;
  for (const piece of pieces) {
    isEmpty &&= piece === '';
    yield piece;
  }
  if (!isEmpty) yield '\n';
}

/** Lines as the terminal shows them. */
export function* fittedLines(lines: Pieces, look: Look): Generator<string> {
  for (const line of lines) yield `${fitTerminal(line, look)}\n`;
}
