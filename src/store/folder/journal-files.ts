import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import type { JournalFile, Journals } from '../backend.ts';
import { GroupedAppend } from '../grouped-append.ts';
import { checkedRunId, isRunId } from '../run-id.ts';
import { diskFailure, orAbsent } from './disk-failure.ts';
import { readLines, TORN_END } from './journal-lines.ts';
import { FILE_MODE, makePrivateFolder, syncFolder } from './private-folder.ts';

const FOLDER = 'runs';
const ENDING = '.jsonl';

/** The journals of a folder: `runs/<run>.jsonl`, each appended to by whole lines and flushed before `append` resolves. */
export function journalFiles(folder: string, mode: 'read' | 'write'): Journals {
  const runs = join(folder, FOLDER);
  const pathOf = (run: string) => join(runs, `${checkedRunId(run)}${ENDING}`);
  return {
    open: async (run) => {
      if (mode === 'read') throw new Error('the store is only read');
      const path = pathOf(run);
      try {
        return new AppendedFile(await openToAppend(runs, path), folder);
      } catch (error) {
        throw diskFailure(error, folder);
      }
    },
    read: (run) => readJournal(pathOf(run), folder),
    list: async () => {
      const names = (await orAbsent(readdir(runs), folder)) ?? [];
      return names
        .filter((name) => name.endsWith(ENDING))
        .map((name) => name.slice(0, -ENDING.length))
        .filter(isRunId)
        .sort();
    },
    replace: async (run, lines) => {
      if (mode === 'read') throw new Error('the store is only read');
      try {
        await replaceJournal(runs, pathOf(run), lines);
      } catch (error) {
        throw diskFailure(error, folder);
      }
    },
    remove: async (run) => {
      if (mode === 'read') throw new Error('the store is only read');
      await orAbsent(rm(pathOf(run)), folder);
    },
  };
}

async function openToAppend(runs: string, path: string): Promise<FileHandle> {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_NOFOLLOW;
  try {
    return await open(path, flags);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
  await makePrivateFolder(runs);
  const file = await open(path, flags | constants.O_CREAT, FILE_MODE);
  await file.chmod(FILE_MODE);
  await syncFolder(runs);
  return file;
}

/** Beside the journal while it is written anew. One that a killed process left is overwritten by the next. */
const ANEW = '.anew';
/** How many lines are written at a time. */
const LINES_A_WRITE = 500;

async function replaceJournal(runs: string, path: string, lines: AsyncIterable<string>): Promise<void> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
  const file = await open(`${path}${ANEW}`, flags, FILE_MODE);
  try {
    await file.chmod(FILE_MODE);
    let waiting: string[] = [];
    const write = async () => {
      if (waiting.length > 0) await file.appendFile(`${waiting.join('\n')}\n`);
      waiting = [];
    };
    for await (const line of lines) if (waiting.push(line) >= LINES_A_WRITE) await write();
    await write();
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}${ANEW}`, path);
  await syncFolder(runs);
}

async function* readJournal(path: string, where: string): AsyncGenerator<string> {
  const file = await orAbsent(open(path, constants.O_RDONLY | constants.O_NOFOLLOW), where);
  if (file === undefined) return;
  try {
    yield* readLines(file, where);
  } finally {
    await file.close();
  }
}

class AppendedFile implements JournalFile {
  readonly #file: FileHandle;
  readonly #group: GroupedAppend;

  constructor(file: FileHandle, where: string) {
    this.#file = file;
    this.#group = new GroupedAppend(async (lines) => {
      try {
        // The last writer, perhaps another process, may have been killed in the middle of a line.
        const start = (await endsWithinLine(file)) ? TORN_END : '';
        await file.appendFile(`${start}${lines.join('\n')}\n`);
        await file.datasync();
      } catch (error) {
        throw diskFailure(error, where);
      }
    });
  }

  append(lines: readonly string[]): Promise<void> {
    return this.#group.append(lines);
  }

  async close(): Promise<void> {
    await this.#group.end(new Error('the journal is closed'));
    await this.#file.close();
  }
}

async function endsWithinLine(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== '\n'.charCodeAt(0);
}
