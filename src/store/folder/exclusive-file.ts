import { randomUUID } from 'node:crypto';
import { link, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import { WITHOUT_LINKS, writeNew } from './whole-file.ts';

export const TEMPORARY = '.tmp';

/**
 * Creates the file with its whole text unless it exists. True for exactly one of several processes that try at once.
 *
 * A hard link appears whole or not at all, also after a crash. On a file system without hard links the file is created empty
 * and then written: a process that reads it in between cannot tell whose it is, and waits.
 */
export async function createExclusive(path: string, text: string, makeLink = link): Promise<boolean> {
  const temporary = join(dirname(path), `${randomUUID()}${TEMPORARY}`);
  try {
    await writeNew(temporary, text);
    await makeLink(temporary, path);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? '';
    // A network file system may have made the link and lost the answer: then the file has two names.
    if (code === 'EEXIST') return (await stat(temporary)).nlink > 1;
    if (WITHOUT_LINKS.has(code)) return await createThenWrite(path, text);
    throw error;
  } finally {
    await removeIfThere(temporary);
  }
}

async function createThenWrite(path: string, text: string): Promise<boolean> {
  try {
    await writeNew(path, text);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Unlinks a file that may be gone already. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}
