import { openMappedRows } from '../../src/sources/mapped-rows.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { Files } from '../../src/types/files.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { MappedRow, RowFields } from '../../src/types/mapped-row.ts';
import { shown } from '../manifest/load.ts';
import { type MemoryFile, memoryFiles } from '../manifest/memory-files.ts';

/** The fields of a contact, as its kind would describe them. */
export const CONTACT: RowFields = {
  byName: new Set([
    'id',
    'role',
    'external_id',
    'email',
    'phone',
    'name',
    'signed_up_at',
    'last_seen_at',
    'owner',
    'unsubscribed_from_emails',
    'custom_attributes',
    'tags',
    'companies',
  ]),
  lists: new Set(['tags', 'companies']),
  dates: new Set(['signed_up_at', 'last_seen_at']),
  phones: new Set(['phone']),
  emails: new Set(['email']),
  identities: new Map([
    ['id', 'id'],
    ['external_id', 'id'],
    ['tags', 'name'],
    ['companies', 'id'],
  ]),
  neverCleared: new Set(['id', 'role', 'external_id', 'email']),
  onBlank: 'ignore',
  defaults: new Map(),
};

export interface Given {
  readonly source?: JsonObject;
  readonly fields?: Partial<RowFields>;
  readonly files?: Partial<Files>;
  readonly stdin?: (name: string) => AsyncIterable<Uint8Array> | undefined;
  readonly now?: () => number;
}

/** Maps one file, /acme/migrations/data/NAME, whose source stands in migrations/0001.yaml. */
export async function mapped(name: string, contents: MemoryFile | undefined, given: Given = {}) {
  const diagnostics: Diagnostic[] = [];
  const rows: MappedRow[] = [];
  const files = memoryFiles(
    contents === undefined
      ? { '/acme/migrations/data/other.csv': '' }
      : { [`/acme/migrations/data/${name}`]: contents },
  );
  const opened = openMappedRows(
    { file: `data/${name}`, ...given.source },
    {
      folder: '/acme',
      manifestFile: 'migrations/0001.yaml',
      files: { ...files, ...given.files },
      report: (diagnostic) => diagnostics.push(diagnostic),
      placeOf: (path) => ({ file: `m:${path.join('.')}` }),
      ...(given.stdin === undefined ? {} : { stdin: given.stdin }),
      ...(given.now === undefined ? {} : { now: given.now }),
    },
    { ...CONTACT, ...given.fields },
  );
  for await (const batch of opened) rows.push(...batch);
  const problems = rows.flatMap((row) => row.problems);
  return {
    rows,
    values: rows.map(valuesOf),
    /** What is wrong with rows, as text. */
    problems: shown(problems).map(bare),
    /** What else was said, as text. */
    findings: shown(diagnostics).map(bare),
    diagnostics,
  };
}

/** Field → value of a row. */
export function valuesOf(row: MappedRow): Record<string, Json> {
  return Object.fromEntries(Array.from(row.cells, ([field, cell]) => [field, cell.value]));
}

/** The bytes in pieces of this many. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function bare(text: string): string {
  return text.replace('migrations/data/', '');
}
