import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormatKeeper } from '../format.ts';
import { diskFailure, orAbsent } from './disk-failure.ts';
import { makePrivateFolder } from './private-folder.ts';
import { createWhole, replaceWhole } from './whole-file.ts';

const FORMAT_FILE = 'format.json';
/** Files that an empty folder may hold, among them those of a process that was killed while it made the store. */
const NOTHING = /^(?:\.DS_Store|\.gitignore|\.gitkeep|\.keep|format\.json\.partial-[\w-]+)$/;

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
    create: (text) =>
      onDisk(folder, async () => {
        await makePrivateFolder(folder);
        await createWhole(path, text);
      }),
    replace: (text) => onDisk(folder, () => replaceWhole(path, text)),
  };
}

async function onDisk(folder: string, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    throw diskFailure(error, folder);
  }
}
