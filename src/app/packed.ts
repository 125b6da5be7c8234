/** Size of a piece, enough for one write to a file. */
const CHUNK_LENGTH = 65_536;

/** The same text in fewer pieces, because writing line by line would be slow. */
export function* packed(texts: Iterable<string>): Generator<string> {
  let pieces: string[] = [];
  let length = 0;
  for (const text of texts) {
    pieces.push(text);
    length += text.length;
    if (length < CHUNK_LENGTH) continue;
    yield pieces.join('');
    pieces = [];
    length = 0;
  }
  if (length > 0) yield pieces.join('');
}
