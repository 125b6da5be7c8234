import { SourceProblem } from '../source-problem.ts';

/**
 * Bytes → text, piece by piece, without a byte order mark. A byte order mark decides, then the declared encoding, else the
 * text must be UTF-8: another encoding is never guessed, since a wrong guess would garble people's names. Valid text before
 * a bad byte is handed on first, so that the reader knows its row.
 */
export async function* decoded(
  bytes: AsyncIterable<Uint8Array>,
  declared: string | undefined,
): AsyncIterable<string> {
  const pieces = whole(bytes)[Symbol.asyncIterator]();
  try {
    const first = await pieces.next();
    if (first.done) return;
    const mark = MARKS.find(([start]) => start.every((byte, index) => first.value[index] === byte));
    const encoding = mark?.[1] ?? declared ?? 'utf-8';
    if (mark === undefined && declared === undefined) refuseUtf16(first.value);
    if (encoding === 'utf-8') {
      yield* utf8(first.value, pieces);
      return;
    }
    const decoder = new TextDecoder(encoding, { fatal: encoding.startsWith('utf-16') });
    let offset = 0;
    for (let next: IteratorResult<Uint8Array> = first; !next.done; next = await pieces.next()) {
      yield decodedBy(() => decoder.decode(next.value, { stream: true }), encoding, offset);
      offset += next.value.length;
    }
    yield decodedBy(() => decoder.decode(), encoding, offset);
  } finally {
    await pieces.return?.(undefined);
  }
}

const MARKS: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

/** The pieces, the first of them long enough to show a byte order mark. */
async function* whole(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, undefined> {
  let held: Uint8Array | undefined = new Uint8Array();
  for await (const piece of bytes) {
    if (held === undefined) yield piece;
    else {
      held = Buffer.concat([held, piece]);
      if (held.length < 4) continue;
      yield held;
      held = undefined;
    }
  }
  if (held !== undefined && held.length > 0) yield held;
  return undefined;
}

async function* utf8(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let carried: Uint8Array = new Uint8Array();
  let offset = 0;
  for (let next: IteratorResult<Uint8Array> = { value: first }; !next.done; next = await rest.next()) {
    const piece: Uint8Array = carried.length === 0 ? next.value : Buffer.concat([carried, next.value]);
    const end = piece.length - unfinishedTail(piece);
    carried = piece.subarray(end);
    yield* strictly(decoder, piece.subarray(0, end), offset);
    offset += end;
  }
  if (carried.length > 0) throw notUtf8(carried, 0, offset);
}

/** Each piece is decoded by itself, so the decoder would drop a byte order mark from each; only that of the file may go. */
function* strictly(
  decoder: { decode(bytes: Uint8Array): string },
  piece: Uint8Array,
  offset: number,
): Iterable<string> {
  let text: string | undefined;
  try {
    text = decoder.decode(piece);
    if (offset > 0 && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf) text = `\uFEFF${text}`;
  } catch {
    text = undefined;
  }
  if (text !== undefined) return void (yield text);
  const bad = firstBadByte(piece);
  yield decoder.decode(piece.subarray(0, bad));
  throw notUtf8(piece, bad, offset);
}

/** How many bytes at the end begin a sequence that the next piece finishes. */
function unfinishedTail(piece: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? back : 0;
    }
  }
  return 0;
}

/** Asked once a file at most, so it goes character by character. */
function firstBadByte(piece: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for (let at = 0; at < piece.length; ) {
    const byte = piece[at] ?? 0;
    const length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    try {
      if (length > 1) decoder.decode(piece.subarray(at, at + length));
    } catch {
      return at;
    }
    at += length;
  }
  return piece.length;
}

/** Bytes that windows-1252 leaves undefined. */
const NOT_1252: ReadonlySet<number> = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
/** How many bytes around the bad one are shown, read as windows-1252. */
const shownBytes = 12;

function notUtf8(piece: Uint8Array, bad: number, offset: number): SourceProblem {
  const around = piece.subarray(Math.max(0, bad - shownBytes), bad + shownBytes);
  const byte = (piece[bad] ?? 0).toString(16).toUpperCase().padStart(2, '0');
  const fits = around.every((one) => !NOT_1252.has(one));
  // Of the text around, the first line with a character outside ASCII is shown.
  const sample = new TextDecoder('windows-1252').decode(around).split(/[\r\n]/);
  const shown = sample.find((line) => /[\u0080-\uffff]/.test(line))?.trim();
  return new SourceProblem({
    code: 'not-utf8',
    summary: 'the file is not UTF-8 text',
    detail: `byte ${offset + bad + 1} is 0x${byte}${fits && shown ? `; read as windows-1252 it says ${JSON.stringify(shown)}` : ''}`,
    help: fits
      ? 'if that reads well: format: { encoding: windows-1252 }; otherwise save the file as UTF-8'
      : 'name its encoding with format: { encoding: … }, or save the file as UTF-8',
  });
}

/** UTF-16 without a byte order mark is valid UTF-8 full of NULs. */
function refuseUtf16(first: Uint8Array): void {
  const [a = 1, b = 1, c = 1, d = 1] = first;
  const encoding =
    a !== 0 && b === 0 && d === 0 ? 'utf-16le' : a === 0 && c === 0 && b !== 0 ? 'utf-16be' : undefined;
  if (encoding === undefined) return;
  throw new SourceProblem({
    code: 'not-utf8',
    summary: 'the file is not UTF-8 text',
    detail: 'it looks like UTF-16 without a byte order mark',
    help: `format: { encoding: ${encoding} }, or save the file as UTF-8`,
  });
}

function decodedBy(decode: () => string, encoding: string, offset: number): string {
  try {
    return decode();
  } catch {
    throw new SourceProblem({
      code: 'bad-encoding',
      summary: `the file is no ${encoding.toUpperCase()} text`,
      detail: `bytes from ${offset + 1} on cannot be read`,
      help: 'name its real encoding with format: { encoding: … }, or save the file as UTF-8',
    });
  }
}
