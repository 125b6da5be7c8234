import { createInflateRaw } from 'node:zlib';
import { crc32 } from '../../types/crc-32.ts';
import { SourceProblem } from '../source-problem.ts';

/** A ZIP archive in memory; its entries are unzipped piece by piece. */
export interface Archive {
  /** Undefined where there is no entry of that name. Throws SourceProblem before the first piece where the entry is damaged. */
  open(name: string): AsyncIterable<Uint8Array> | undefined;
}

/** What the central directory says of an entry. Sizes in bytes. */
interface Entry {
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly unzippedSize: number;
  readonly offset: number;
}

/**
 * The highest ratio of unzipped to zipped bytes. The XML of a sheet shrinks to a tenth, that of a million empty but coloured
 * rows to a hundredth; a ZIP bomb shrinks to a thousandth.
 */
const maxRatio = 300;
/** Up to here any ratio is harmless. */
const harmlessBytes = 64 * 1024 * 1024;

/** Reads the central directory (PKWARE APPNOTE 4.3). Throws SourceProblem for what is no archive. */
export function openArchive(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 8 && view.getUint32(0) === 0xd0cf11e0) {
    throw notXlsx('it is an old .xls file or protected by a password', 'save it as .xlsx without a password');
  }
  let entries: ReadonlyMap<string, Entry>;
  try {
    entries = directory(bytes, view);
  } catch (error) {
    // What points outside the file is cut off or broken.
    if (error instanceof RangeError) throw broken();
    throw error;
  }
  return {
    open(name) {
      const entry = entries.get(entryKey(name));
      return entry === undefined ? undefined : unzipped(bytes, entry, name);
    },
  };
}

function directory(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  const { count, start, end } = directoryAt(view);
  const entries = new Map<string, Entry>();
  let at = start;
  for (let left = count; left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw broken();
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = nameAt(bytes, at + 46, nameLength);
    if ((view.getUint16(at + 8, true) & 1) === 1) throw notXlsx('it is protected by a password');
    const entry = {
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      ...sizesAndOffset(view, at, at + 46 + nameLength, extraLength),
    };
    // The two names of an entry must agree. A part with a damaged name would seem to be absent: without styles, dates are
    // numbers.
    if (nameAt(bytes, entry.offset + 30, view.getUint16(entry.offset + 26, true)) !== name) throw broken();
    if (entries.has(entryKey(name))) throw broken();
    entries.set(entryKey(name), entry);
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  if (at !== end) throw broken();
  return entries;
}

interface DirectoryAt {
  readonly count: number;
  /** Its first byte, and that behind its last. */
  readonly start: number;
  readonly end: number;
}

function directoryAt(view: DataView): DirectoryAt {
  const length = view.byteLength;
  for (let at = length - 22; at >= Math.max(0, length - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (start !== 0xffffffff && count !== 0xffff) {
      return { count, start, end: start + view.getUint32(at + 12, true) };
    }
    const far = Number(view.getBigUint64(at - 20 + 8, true));
    const farStart = Number(view.getBigUint64(far + 48, true));
    return {
      count: Number(view.getBigUint64(far + 32, true)),
      start: farStart,
      end: farStart + Number(view.getBigUint64(far + 40, true)),
    };
  }
  throw notXlsx('it is no ZIP archive, or cut off');
}

/** Values of 0xffffffff stand in the ZIP64 field, in this order. */
function sizesAndOffset(view: DataView, at: number, extra: number, length: number) {
  let unzippedSize = view.getUint32(at + 24, true);
  let size = view.getUint32(at + 20, true);
  let offset = view.getUint32(at + 42, true);
  for (let field = extra; field + 4 <= extra + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    if (unzippedSize === 0xffffffff) {
      unzippedSize = Number(view.getBigUint64(value, true));
      value += 8;
    }
    if (size === 0xffffffff) {
      size = Number(view.getBigUint64(value, true));
      value += 8;
    }
    if (offset === 0xffffffff) offset = Number(view.getBigUint64(value, true));
  }
  return { size, unzippedSize, offset };
}

/**
 * Unzips twice, first to compare size and checksum: otherwise the finding on a damaged part would be the first thing in it
 * that makes no sense. The second pass costs less than parsing the XML, and no memory.
 */
async function* unzipped(bytes: Uint8Array, entry: Entry, name: string): AsyncIterable<Uint8Array> {
  const { unzippedSize, size } = entry;
  if (unzippedSize > Math.max(harmlessBytes, size * maxRatio)) {
    throw notXlsx(
      `${name} would unpack from ${size} to ${unzippedSize} bytes, which no sheet of people does`,
      'save the sheet as CSV, or without its empty rows and columns',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const zipped = bytes.subarray(start, start + size);
  let length = 0;
  let crc = 0;
  for await (const piece of inflated(zipped, entry.method)) {
    length += piece.length;
    if (length > unzippedSize) break;
    crc = crc32(piece, crc);
  }
  if (length !== unzippedSize || crc !== entry.crc) {
    throw notXlsx(
      `${name} is damaged: its contents do not match their checksum`,
      'copy or export the file again',
    );
  }
  yield* inflated(zipped, entry.method);
}

async function* inflated(bytes: Uint8Array, method: number): AsyncIterable<Uint8Array> {
  if (method === 0) {
    yield bytes;
    return;
  }
  if (method !== 8) throw notXlsx(`it is zipped in a way that is not known (${method})`);
  const inflate = createInflateRaw();
  inflate.end(bytes);
  try {
    // A byte stream without an encoding gives Buffers only.
    yield* inflate as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw notXlsx(`it cannot be unzipped: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nameAt(bytes: Uint8Array, at: number, length: number): string {
  return new TextDecoder().decode(bytes.subarray(at, at + length));
}

function broken(): SourceProblem {
  return notXlsx('the ZIP archive is cut off or broken');
}

function entryKey(name: string): string {
  return name.replace(/^\//, '').replaceAll('\\', '/').toLowerCase();
}

export function notXlsx(
  detail: string,
  help = 'open it in a spreadsheet program and save it as .xlsx again',
): SourceProblem {
  return new SourceProblem({ code: 'bad-xlsx', summary: 'the XLSX file cannot be read', detail, help });
}
