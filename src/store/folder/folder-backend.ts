import { join } from 'node:path';
import type { Backend, Journals, Locks } from '../backend.ts';
import { settleFormat } from '../format.ts';
import { recordsOver } from '../records.ts';
import { diskFailure } from './disk-failure.ts';
import { formatFile } from './format-file.ts';
import { ignoreInGit } from './git-ignore.ts';
import { journalFiles } from './journal-files.ts';
import { LmdbFile } from './lmdb-file.ts';
import { LmdbKeyv } from './lmdb-keyv.ts';
import { tighten } from './private-folder.ts';

const RECORDS_FILE = 'records.mdb';

export interface OpenFolder {
  /** Absolute path of the project folder. */
  readonly project: string;
  /** Relative to it, with `/`. */
  readonly path: string;
  readonly mode: 'read' | 'write';
  /** Makes the locks that are kept in the folder. */
  readonly locks: (folder: string) => Locks;
}

/**
 * The store in a folder of this machine that only its owner may read:
 *
 *   format.json        what it is, and the key of its hashes
 *   records.mdb        records by key (LMDB), with records.mdb-lock
 *   runs/<run>.jsonl   the journal of a run
 *
 * Undefined in mode `read` where the store was never written.
 */
export async function folderBackend({
  project,
  path,
  mode,
  locks,
}: OpenFolder): Promise<Backend | undefined> {
  const folder = join(project, path);
  const keeper = formatFile(folder);
  const isNew = mode === 'write' && (await keeper.read()) === undefined;
  const format = await settleFormat(keeper, { mode });
  if (format === undefined) return undefined;
  if (mode === 'write') {
    try {
      await tighten(folder);
      if (isNew) await ignoreInGit(project, path);
    } catch (error) {
      throw diskFailure(error, folder);
    }
  }
  const journals = journalFiles(folder, mode);
  const isMissed = () => holdsEntries(journals);
  const file = await LmdbFile.open(join(folder, RECORDS_FILE), folder, { mode, isMissed });
  return {
    kind: 'folder',
    where: folder,
    durable: true,
    hashKey: format.hashKey,
    records: recordsOver((namespace) => new LmdbKeyv(file, namespace, mode), folder),
    journals,
    locks: locks(folder),
    close: async () => file?.close(),
  };
}

/** Records are on disk before the first line of a journal, so where there is a line there were records. */
async function holdsEntries(journals: Journals): Promise<boolean> {
  for (const run of await journals.list()) for await (const _ of journals.read(run)) return true;
  return false;
}
