import { csvRows } from './csv/rows.ts';
import { gunzipped } from './files/gunzip.ts';
import { jsonLinesRows } from './json/lines.ts';
import { jsonRows } from './json/rows.ts';
import type { FormatReader } from './source-row.ts';

/** Loaded with the first workbook: loading its XML parser takes longer than a small plan. */
const xlsxRows: FormatReader = async (reading) => (await import('./xlsx/rows.ts')).xlsxRows(reading);

/** Formats by the end of the file's name: a new one is one line here. */
const PLAIN: Readonly<Record<string, FormatReader>> = {
  '.csv': csvRows,
  '.tsv': csvRows,
  '.json': jsonRows,
  '.jsonl': jsonLinesRows,
  '.ndjson': jsonLinesRows,
  '.xlsx': xlsxRows,
};

export const SUPPORTED: readonly string[] = [...Object.keys(PLAIN), '.gz of each'];

/** The format of a file of this name; undefined where its ending says nothing. */
export function formatOf(file: string): FormatReader | undefined {
  const name = file.toLowerCase();
  const zipped = name.endsWith('.gz');
  const inside = zipped ? name.slice(0, -'.gz'.length) : name;
  const ending = Object.keys(PLAIN).find((end) => inside.endsWith(end));
  const format = ending === undefined ? undefined : PLAIN[ending];
  return format !== undefined && zipped ? unzipped(format) : format;
}

/** For standard input, which has no ending: its first bytes tell the format. */
export const sniffedRows: FormatReader = async (reading) => {
  const { first, bytes } = await peeked(reading.bytes);
  if (first[0] === 0x1f && first[1] === 0x8b) {
    return sniffedRows({ ...reading, bytes: gunzipped(bytes) });
  }
  if (first[0] === 0x50 && first[1] === 0x4b) return xlsxRows({ ...reading, bytes });
  const text = new TextDecoder().decode(first).trimStart();
  if (!/^[[{]/.test(text)) return csvRows({ ...reading, bytes });
  return (isLine(text) ? jsonLinesRows : jsonRows)({ ...reading, bytes });
};

function unzipped(format: FormatReader): FormatReader {
  return (reading) => format({ ...reading, bytes: gunzipped(reading.bytes) });
}

/** How many bytes are looked at to tell the format. */
const sniffedBytes = 64 * 1024;

async function peeked(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly first: Uint8Array; readonly bytes: AsyncIterable<Uint8Array> }> {
  const pieces = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let length = 0;
  while (length < sniffedBytes) {
    const next = await pieces.next();
    if (next.done) break;
    held.push(next.value);
    length += next.value.length;
  }
  async function* all(): AsyncIterable<Uint8Array> {
    yield* held;
    yield* { [Symbol.asyncIterator]: () => pieces };
  }
  return { first: Buffer.concat(held), bytes: all() };
}

/** True where the first line is an object by itself. */
function isLine(text: string): boolean {
  const end = text.indexOf('\n');
  if (!text.startsWith('{')) return false;
  try {
    JSON.parse(end < 0 ? text : text.slice(0, end));
  } catch {
    return false;
  }
  return end >= 0 || !/^\{\s*"[^"]*"\s*:\s*\[/.test(text);
}
