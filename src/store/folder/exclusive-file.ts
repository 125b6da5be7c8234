import { randomUUID } from 'node:crypto';
import { link, open, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FILE_MODE } from './private-folder.ts';

export const TEMPORARY = '.tmp';

/** What file systems without hard links (FAT, some network ones) answer. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/**
 * Makes the file with its text, whole, unless it is there. True for exactly one of those who try at once.
 *
 * A hard link appears whole or not at all, also after a crash. Where there are none, the file is made empty and then written: whoever
 * reads it in between cannot tell whose it is, and waits.
 */
export async function createExclusive(path: string, text: string, makeLink = link): Promise<boolean> {
  const temporary = join(dirname(path), `${randomUUID()}${TEMPORARY}`);
  try {
    await write(temporary, text);
    await makeLink(temporary, path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // A network file system may have lost its own answer: the second name tells.
    if (code === 'EEXIST') return (await stat(temporary)).nlink > 1;
    if (NO_LINKS.has(code)) return await createThenWrite(path, text);
    throw error;
  } finally {
    await removeIfThere(temporary);
  }
}

async function createThenWrite(path: string, text: string): Promise<boolean> {
  try {
    await write(path, text);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    await removeIfThere(path);
    throw error;
  } finally {
    await file.close();
  }
}

/** Unlinks a file that may be gone already. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}
