import { accessSync, constants, existsSync, lstatSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RootDatabase } from 'lmdb';
import { errorCode } from '../../types/error-code.ts';
import { damaged } from '../store-error.ts';
import { diskFailure, fullDisk } from './disk-failure.ts';
import { isWholeLmdb } from './lmdb-pages.ts';
import { createWhole } from './whole-file.ts';

const pageBytes = 4096;
/** More than LMDB needs for its 126 readers (mdb.c: DEFAULT_READERS); it takes as many as fit. */
const readersBytes = 16_384;
/** LMDB's code for a failed disk. It also reports a full disk so, where a part of a page found room. */
const IO_FAILED = '5';

export type LmdbDatabase = RootDatabase<string, Buffer>;

/** The LMDB file of a folder, for all its namespaces. Several processes may have it open. */
export class LmdbFile {
  readonly #database: LmdbDatabase;
  readonly #path: string;
  readonly #where: string;
  #closed = false;

  private constructor(database: LmdbDatabase, path: string, where: string) {
    this.#database = database;
    this.#path = path;
    this.#where = where;
  }

  /**
   * Undefined in mode `read` where the file was never written. `isMissed` is called in either mode where there is no file:
   * it says whether there must have been one, which is lost then.
   */
  static async open(
    path: string,
    where: string,
    { mode, isMissed }: { readonly mode: 'read' | 'write'; readonly isMissed: () => Promise<boolean> },
  ): Promise<LmdbFile | undefined> {
    try {
      if (!isWritten(path, where)) {
        if (await isMissed()) throw damaged(where);
        if (mode === 'read') return undefined;
      }
      const lmdb = await import('lmdb');
      // A process must not open the file both read-only and writable, so a file that can be written is always opened
      // writable.
      const readOnly = mode === 'read' && !isWritable(path);
      if (!readOnly) await makeFiles(path);
      const database = lmdb.open<string, Buffer>({
        path,
        noSubdir: true,
        encoding: 'string',
        keyEncoding: 'binary',
        readOnly,
        // Each write waits for the disk anyway; with it a third head would say what the file holds.
        overlappingSync: false,
      });
      return new LmdbFile(database, path, where);
    } catch (error) {
      throw diskFailure(error, where);
    }
  }

  read<T>(action: (database: LmdbDatabase) => T): T {
    this.#check();
    try {
      return action(this.#database);
    } catch (error) {
      throw diskFailure(error, this.#where);
    }
  }

  /**
   * Runs one transaction, all or nothing; it is on disk when this resolves. Synchronous inside: an asynchronous write of
   * LMDB that fails rejects promises that nobody holds, which ends the process.
   */
  async write<T>(action: (database: LmdbDatabase) => T): Promise<T> {
    this.#check();
    try {
      return this.#database.transactionSync(() => action(this.#database));
    } catch (error) {
      if (errorCode(error) === IO_FAILED && (await this.#isFull())) throw fullDisk(this.#where, error);
      throw diskFailure(error, this.#where);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#database.close();
  }

  /** LMDB crashes the process when it is used after closing. */
  #check(): void {
    if (this.#closed) throw new Error('the store is closed');
  }

  async #isFull(): Promise<boolean> {
    const { bavail, bsize } = await statfs(dirname(this.#path));
    return bavail * bsize < 2 * pageBytes;
  }
}

/**
 * Creates LMDB's files before it does, because it would give them to the group too. It writes its table of readers through
 * mapped memory, where a full disk ends the process, so that table is put on disk in full.
 */
async function makeFiles(path: string): Promise<void> {
  if (!existsSync(`${path}-lock`)) await createWhole(`${path}-lock`, Buffer.alloc(readersBytes));
  if (!existsSync(path)) await createWhole(path, '');
}

/** False where nothing was ever written. Throws where the file is damaged, since LMDB would end the process over it. */
function isWritten(path: string, where: string): boolean {
  const { size } = lstatSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size === 0) return false;
  if (!isWholeLmdb(path)) throw damaged(where);
  return true;
}

function isWritable(path: string): boolean {
  try {
    accessSync(dirname(path), constants.W_OK);
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
