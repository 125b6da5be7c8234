import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormatKeeper } from '../format.ts';
import { diskFailure, orAbsent } from './disk-failure.ts';
import { FILE_MODE, makePrivateFolder, syncFolder } from './private-folder.ts';

export const FORMAT_FILE = 'format.json';
/** An empty folder may hold these, and what a process left that was killed while it made the store. */
const NOTHING = /^(?:\.DS_Store|\.gitignore|\.gitkeep|\.keep|format\.json\.partial-\d+)$/;

/** `format.json` of a folder. */
export function formatFile(folder: string): FormatKeeper {
  const path = join(folder, FORMAT_FILE);
  return {
    where: folder,
    read: () => orAbsent(readFile(path, 'utf8'), folder),
    isEmpty: async () => {
      const entries = (await orAbsent(readdir(folder), folder)) ?? [];
      return entries.every((name) => NOTHING.test(name));
    },
    create: (text) => onDisk(folder, () => create(folder, text)),
    replace: (text) =>
      onDisk(folder, async () => {
        await rename(await writePartial(path, text), path);
        await syncFolder(folder);
      }),
  };
}

async function create(folder: string, text: string): Promise<void> {
  const path = join(folder, FORMAT_FILE);
  await makePrivateFolder(folder);
  const partial = await writePartial(path, text);
  try {
    // Unlike a rename, a link never replaces what another process made.
    await link(partial, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code !== 'EEXIST') {
      // A file system without links.
      await rename(partial, path);
    }
  }
  await rm(partial, { force: true });
  await syncFolder(folder);
}

async function writePartial(path: string, text: string): Promise<string> {
  const partial = `${path}.partial-${process.pid}`;
  const file = await open(partial, 'w', FILE_MODE);
  try {
    await file.chmod(FILE_MODE);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return partial;
}

async function onDisk(folder: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw diskFailure(error, folder);
  }
}
