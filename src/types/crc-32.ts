/**
 * The checksum of ZIP entries (PKWARE APPNOTE 4.4.7) and of journals, piece by piece: begin with 0, and pass the result for
 * one piece as the start for the next. A text counts by its UTF-8. Node's own crc32 is missing from 21, 22.0 and 22.1, which
 * are supported too.
 */
export function crc32(piece: Uint8Array | string, start: number): number {
  const bytes = typeof piece === 'string' ? ENCODER.encode(piece) : piece;
  let crc = ~start;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

const ENCODER = new TextEncoder();

const TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
