import { diskFiles } from '../../sources/index.ts';
import type { FileText } from './data-text.ts';

/** A file of an earlier pull, as it is before this pull replaces it. */
export interface EarlierFile {
  /** The text in pieces, without a byte order mark. Empty where the file does not exist. */
  pieces(): AsyncIterable<string>;
}

export function earlierFile(path: string): EarlierFile {
  return {
    async *pieces() {
      if ((await diskFiles.size(path)) === undefined) return;
      const decoder = new TextDecoder();
      for await (const bytes of diskFiles.stream(path)) yield decoder.decode(bytes, { stream: true });
      yield decoder.decode();
    },
  };
}

/** Splits text into lines without line feeds. Yields several lines at a time. */
export async function* linesIn(
  pieces: Iterable<string> | AsyncIterable<string>,
): AsyncGenerator<readonly string[]> {
  let rest = '';
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  yield [rest];
}

/** Whether the file has exactly this text. */
export async function isSameText(file: EarlierFile, text: FileText): Promise<boolean> {
  const pieces = typeof text === 'string' ? [text][Symbol.iterator]() : text[Symbol.iterator]();
  let wanted = '';
  for await (let found of file.pieces()) {
    while (found !== '') {
      if (wanted === '') {
        const next = pieces.next();
        if (next.done === true) return false;
        wanted = next.value;
        continue;
      }
      const length = Math.min(wanted.length, found.length);
      if (wanted.slice(0, length) !== found.slice(0, length)) return false;
      wanted = wanted.slice(length);
      found = found.slice(length);
    }
  }
  for (let next = pieces.next(); wanted === '' && next.done !== true; next = pieces.next())
    wanted = next.value;
  return wanted === '';
}
