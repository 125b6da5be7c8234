import { Readable } from 'node:stream';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { absentOr, array, literal, nullOr, object, type Shape, string } from '../../types/shape.ts';
import { packed } from '../packed.ts';
import { readDocument } from '../read-document.ts';
import { writeWholeFile } from '../whole-file.ts';
import { SNAPSHOT_FORMAT, type SnapshotDocument } from './document.ts';
import { keptKinds, snapshotRows, withoutRows } from './kept.ts';
import { peopleShape } from './people.ts';

/** Writes a snapshot that only its owner can read, because it holds company data and perhaps personal data. */
export async function saveSnapshot(document: SnapshotDocument, file: string): Promise<void> {
  await writeWholeFile(file, Readable.from(snapshotChunks(document), { objectMode: false }), 0o600);
}

/** The document as JSON with one row on each line, so that two snapshots can be compared. */
export function snapshotChunks(document: SnapshotDocument): Iterable<string> {
  return packed(snapshotLines(document));
}

function* snapshotLines(document: SnapshotDocument): Generator<string> {
  const { people, diagnostics } = document;
  const { diagnostics: _diagnostics, ...facts } = withoutRows(document);
  yield `${JSON.stringify(facts).slice(0, -1)},\n`;
  let comma = '';
  for (const { snapshot } of keptKinds()) {
    const kept = snapshotRows(document, snapshot);
    // What could not be read is left out. An empty list would make a plan create everything.
    if (kept === undefined) continue;
    yield comma;
    yield* rows(snapshot.key, kept);
    comma = ',\n';
  }
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

/** Reads and checks a snapshot. `shown`: the path as the user typed it. */
export async function loadSnapshot(file: string, shown: string): Promise<LoadedSnapshot> {
  const format = SNAPSHOT_FORMAT;
  const read = await readDocument<SnapshotDocument>(file, shown, { format, shape: documentShape(), words });
  return 'diagnostic' in read ? read : { snapshot: read.document };
}

const TAKE_ONE = 'take one with interform snapshot --out FILE';

const words = {
  unreadable: { code: 'unreadable-snapshot', summary: 'the snapshot cannot be read', help: TAKE_ONE },
  foreign: { code: 'snapshot-foreign', summary: 'this is not a snapshot', help: TAKE_ONE },
  newer: {
    code: 'snapshot-newer',
    summary: 'this snapshot has a format that this version of interform does not know',
    help: 'use the version that took it, or take a new one',
  },
};

/** The shape of a snapshot. Kinds that were added after the first format may be missing. */
function documentShape(): Shape {
  const parts = keptKinds().flatMap(({ snapshot }): [string, Shape][] => {
    const rows = array(snapshot.shape);
    const facts = snapshot.call === undefined ? Object.entries(snapshot.facts) : [];
    const shapes: [string, Shape][] = [[snapshot.key, rows], ...facts];
    return snapshot.sinceFirstFormat ? shapes : shapes.map(([key, shape]) => [key, absentOr(shape)]);
  });
  return object({
    format: literal(SNAPSHOT_FORMAT),
    tool: string,
    workspace: object({ id: string, name: string, region: string }),
    intercom_version: string,
    timezone: nullOr(string),
    taken_at: string,
    ...Object.fromEntries(parts),
    people: absentOr(peopleShape),
    diagnostics: array(object({ code: string, summary: string })),
  });
}
