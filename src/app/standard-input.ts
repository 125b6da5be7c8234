import type { SourceBytes } from '../sources/index.ts';
import { ScratchFile } from '../spool/scratch-file.ts';

/** Bytes of one piece, as of a streamed file. */
const pieceBytes = 64 * 1024;

/** Standard input as a source: kept whole before anything of it is read, so that it is read as often as a file. */
export function keptInput(open: () => AsyncIterable<Uint8Array>): SourceBytes {
  let kept: Promise<ScratchFile> | undefined;
  const keep = async () => {
    const file = new ScratchFile();
    for await (const piece of open()) file.append(piece);
    return file;
  };
  const file = () => {
    kept ??= keep();
    return kept;
  };
  return {
    size: async () => (await file()).size,
    async *[Symbol.asyncIterator]() {
      yield* (await file()).pieces(pieceBytes);
    },
  };
}
