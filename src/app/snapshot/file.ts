import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  absentOr,
  array,
  boolean,
  literal,
  nullOr,
  number,
  object,
  type Shape,
  string,
} from '../../plan/file/shape.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { SNAPSHOT_FORMAT, type SnapshotDocument } from '../../types/snapshot.ts';
import { packed } from '../packed.ts';
import { writeWholeFile } from '../whole-file.ts';

/** Writes a snapshot for its owner only: company data is nobody else's business, and people may be in it. */
export async function saveSnapshot(document: SnapshotDocument, file: string): Promise<void> {
  await writeWholeFile(file, Readable.from(snapshotChunks(document), { objectMode: false }), 0o600);
}

/** The document as JSON with one row a line, so that two snapshots can be compared. */
export function snapshotChunks(document: SnapshotDocument): Iterable<string> {
  return packed(snapshotLines(document));
}

function* snapshotLines(document: SnapshotDocument): Generator<string> {
  const { attributes, tags, companies, companies_complete, companies_absent, people, diagnostics, ...head } =
    document;
  const facts = { ...head, companies_complete, companies_absent };
  yield `${JSON.stringify(facts).slice(0, -1)},\n`;
  yield* rows('attributes', attributes);
  yield ',\n';
  yield* rows('tags', tags);
  yield ',\n';
  yield* rows('companies', companies);
  if (people !== undefined) {
    yield ',\n"people":{\n';
    yield* rows('contacts', people.contacts);
    yield ',\n';
    yield* rows('admins', people.admins);
    yield '}';
  }
  yield `,\n"diagnostics":${JSON.stringify(diagnostics)}}\n`;
}

function* rows(name: string, list: Iterable<unknown>): Generator<string> {
  yield `"${name}":[`;
  let comma = '';
  for (const row of list) {
    yield `${comma}\n${JSON.stringify(row)}`;
    comma = ',';
  }
  yield ']';
}

export type LoadedSnapshot = { readonly snapshot: SnapshotDocument } | { readonly diagnostic: Diagnostic };

/** Reads and checks a snapshot. `shown` is the path as it was given. */
export async function loadSnapshot(file: string, shown: string): Promise<LoadedSnapshot> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    return problem('unreadable-snapshot', code === 'ENOENT' ? 'it does not exist' : code, shown);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return problem('snapshot-foreign', 'it is not JSON, or it is cut off', shown);
  }
  const format = formatOf(parsed);
  if (format !== SNAPSHOT_FORMAT) {
    const isLater = format !== undefined && /^interform-snapshot\/\d+$/.test(format);
    if (!isLater) return problem('snapshot-foreign', 'it does not say that it is one', shown);
    return problem('snapshot-newer', `it says ${format}, and this version knows ${SNAPSHOT_FORMAT}`, shown);
  }
  const wrong = document(parsed, '');
  if (wrong !== undefined) return problem('snapshot-foreign', wrong, shown);
  return { snapshot: parsed as SnapshotDocument }; // Its shape was checked.
}

const PROBLEMS = {
  'unreadable-snapshot': ['the snapshot cannot be read', 'take one with interform snapshot --out FILE'],
  'snapshot-foreign': ['this is not a snapshot', 'take one with interform snapshot --out FILE'],
  'snapshot-newer': [
    'this snapshot has a format that this version of interform does not know',
    'use the version that took it, or take a new one',
  ],
} as const;

function problem(code: keyof typeof PROBLEMS, detail: string, file: string): LoadedSnapshot {
  const [summary, help] = PROBLEMS[code];
  return { diagnostic: { code, severity: 'error', summary, detail, help, file } };
}

function formatOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('format' in value)) return undefined;
  return typeof value.format === 'string' ? value.format : undefined;
}

const map: Shape = (value, path) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? undefined
    : `${path} must be an object`;
const sublist = object({ data: array(object({ id: string })), total_count: number, has_more: boolean });

const document = object({
  format: literal(SNAPSHOT_FORMAT),
  tool: string,
  workspace: object({ id: string, name: string, region: string }),
  intercom_version: string,
  timezone: nullOr(string),
  taken_at: string,
  attributes: array(
    object({
      id: absentOr(number),
      model: string,
      name: string,
      full_name: string,
      data_type: string,
      options: absentOr(nullOr(array(string))),
    }),
  ),
  tags: array(object({ id: string, name: string })),
  companies: array(
    object({
      id: string,
      company_id: string,
      custom_attributes: absentOr(map),
      tags: absentOr(object({ tags: array(object({ id: string, name: string })) })),
    }),
  ),
  companies_complete: boolean,
  companies_absent: array(string),
  people: absentOr(
    object({
      contacts: array(
        object({
          id: string,
          role: literal('user', 'lead'),
          created_at: number,
          custom_attributes: map,
          tags: sublist,
          companies: sublist,
        }),
      ),
      admins: array(object({ id: string })),
    }),
  ),
});
