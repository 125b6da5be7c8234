import type { SourceBytes } from '../sources/index.ts';
import { ScratchFile } from '../spool/scratch-file.ts';

/** Size of a piece, as for streamed files. */
const pieceBytes = 64 * 1024;

/** Standard input as a source. It is stored as a whole first, so that it can be read several times like a file. */
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
