/** A line is longer than any that interform writes. */
export class LineTooLong extends Error {
  override readonly name = 'LineTooLong';
}

const LINE_FEED = 0x0a;

/**
 * Splits bytes after each line feed, which each line keeps; only the last line may lack it. Throws LineTooLong beyond
 * `maxBytes`, so that a disk image given by mistake is not read into memory.
 */
export async function* byteLines(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Buffer> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end + 1)]);
      parts = [];
      size = 0;
      start = end + 1;
    }
    if (start === chunk.length) continue;
    parts.push(chunk.subarray(start));
    size += chunk.length - start;
    if (size > maxBytes) throw new LineTooLong(`a line has more than ${maxBytes} bytes`);
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
