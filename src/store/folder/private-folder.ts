import { chmod, lstat, mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';

/** For the owner alone. */
const FOLDER_MODE = 0o700;
export const FILE_MODE = 0o600;
const OTHERS = 0o077;

/** Makes a folder, and those above it where they are missing, so that it is still there after a power cut. */
export async function makePrivateFolder(path: string): Promise<void> {
  const above = dirname(path);
  const first = await mkdir(above, { recursive: true });
  try {
    await mkdir(path, { mode: FOLDER_MODE });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  }
  // The umask may have taken off bits of the owner too.
  await chmod(path, FOLDER_MODE);
  await syncFolder(above);
  if (first !== undefined) await syncFolder(dirname(first));
}

/**
 * Takes all permissions from group and others, which a store brought back from an archive or a pipeline's cache may give
 * them.
 */
export async function tighten(folder: string): Promise<void> {
  const { mode } = await lstat(folder);
  if ((mode & OTHERS) === 0) return;
  await chmod(folder, FOLDER_MODE);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await unlessGone(tighten(path));
    else if (entry.isFile()) await unlessGone(chmod(path, FILE_MODE));
  }
}

/** Another process may remove its locks and partial files meanwhile. */
async function unlessGone(result: Promise<void>): Promise<void> {
  try {
    await result;
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

/** Flushes the names in a folder to disk. */
export async function syncFolder(path: string): Promise<void> {
  // Windows opens no folders, and keeps their names by itself.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
