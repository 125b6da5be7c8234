import type { FileHandle } from 'node:fs/promises';
import { diskFailure } from './disk-failure.ts';

const NEWLINE = 0x0a;
const NUL = 0;
const pieceBytes = 64 * 1024;

/**
 * Ends a line that a crash left torn, before the next one is appended. JSON has no NUL, so a line that ends in one was never
 * whole.
 *
 *   {"t":"intent","n":7,"c":3,"le         torn: left out
 *   {"t":"intent","n":7,"c":3,"le␀        ended by the next append: left out
 */
export const TORN_END = '\0\n';

/** The whole lines of a file, oldest first, with one piece of it in memory at a time. */
export async function* readLines(file: FileHandle, where: string): AsyncGenerator<string> {
  const piece = Buffer.alloc(pieceBytes);
  let rest: Buffer[] = [];
  for (let at = 0; ; ) {
    const bytesRead = await readPiece(file, piece, at, where);
    if (bytesRead === 0) return;
    at += bytesRead;
    let start = 0;
    for (;;) {
      const end = piece.subarray(0, bytesRead).indexOf(NEWLINE, start);
      if (end === -1) break;
      const line = Buffer.concat([...rest, piece.subarray(start, end)]);
      rest = [];
      start = end + 1;
      if (line.length > 0 && line.at(-1) !== NUL) yield line.toString('utf8');
    }
    rest.push(Buffer.from(piece.subarray(start, bytesRead)));
  }
}

async function readPiece(file: FileHandle, piece: Buffer, at: number, where: string): Promise<number> {
  try {
    return (await file.read(piece, 0, piece.length, at)).bytesRead;
  } catch (error) {
    throw diskFailure(error, where);
  }
}
