import { createInflateRaw } from 'node:zlib';
import { SourceProblem } from './source-problem.ts';

/** A ZIP archive in memory; its entries are unzipped piece by piece. */
export interface Archive {
  /** Undefined where there is no entry of that name. */
  open(name: string): AsyncIterable<Uint8Array> | undefined;
}

interface Entry {
  readonly method: number;
  readonly size: number;
  readonly offset: number;
}

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
    if (error instanceof RangeError) throw notXlsx('the ZIP archive is cut off or broken');
    throw error;
  }
  return {
    open(name) {
      const entry = entries.get(entryKey(name));
      if (entry === undefined) return undefined;
      const start =
        entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
      return inflated(bytes.subarray(start, start + entry.size), entry.method);
    },
  };
}

function directory(bytes: Uint8Array, view: DataView): ReadonlyMap<string, Entry> {
  const { count, start } = directoryAt(view);
  const entries = new Map<string, Entry>();
  for (let at = start, left = count; left > 0; left--) {
    if (view.getUint32(at, true) !== 0x02014b50) throw notXlsx('the ZIP archive is cut off or broken');
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    if ((view.getUint16(at + 8, true) & 1) === 1) throw notXlsx('it is protected by a password');
    entries.set(entryKey(name), {
      method: view.getUint16(at + 10, true),
      ...sizeAndOffset(view, at, at + 46 + nameLength, extraLength),
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return entries;
}

function directoryAt(view: DataView): { readonly count: number; readonly start: number } {
  const length = view.byteLength;
  for (let at = length - 22; at >= Math.max(0, length - 22 - 0xffff); at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const count = view.getUint16(at + 10, true);
    const start = view.getUint32(at + 16, true);
    if (start !== 0xffffffff && count !== 0xffff) return { count, start };
    const far = Number(view.getBigUint64(at - 20 + 8, true));
    return {
      count: Number(view.getBigUint64(far + 32, true)),
      start: Number(view.getBigUint64(far + 48, true)),
    };
  }
  throw notXlsx('it is no ZIP archive, or cut off');
}

/** Values of 0xffffffff stand in the ZIP64 field, in this order. */
function sizeAndOffset(view: DataView, at: number, extra: number, length: number): Omit<Entry, 'method'> {
  let size = view.getUint32(at + 20, true);
  let offset = view.getUint32(at + 42, true);
  for (let field = extra; field + 4 <= extra + length; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    if (view.getUint32(at + 24, true) === 0xffffffff) value += 8;
    if (size === 0xffffffff) {
      size = Number(view.getBigUint64(value, true));
      value += 8;
    }
    if (offset === 0xffffffff) offset = Number(view.getBigUint64(value, true));
  }
  return { size, offset };
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

function entryKey(name: string): string {
  return name.replace(/^\//, '').replaceAll('\\', '/').toLowerCase();
}

export function notXlsx(
  detail: string,
  help = 'open it in a spreadsheet program and save it as .xlsx again',
): SourceProblem {
  return new SourceProblem({ code: 'bad-xlsx', summary: 'the XLSX file cannot be read', detail, help });
}
