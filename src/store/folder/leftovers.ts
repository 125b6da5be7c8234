import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import { removeIfThere, TEMPORARY } from './exclusive-file.ts';
import { readLock } from './lock-content.ts';
import { judge, type Machine } from './lock-process.ts';
import { CLAIM } from './lock-removal.ts';

/** Names of files in a folder; none where it is not there. */
export async function fileNamesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/**
 * Removes what killed processes left behind: files that were never linked, and claims on locks that are gone.
 *
 * Such a claim is useless, because its lock never comes back. Should another process own the claim between look and unlink,
 * it finds no lock to remove either.
 */
export async function sweepLeftovers(folder: string, machine: Machine): Promise<void> {
  for (const name of await fileNamesIn(folder)) {
    if (!name.endsWith(TEMPORARY) && !name.endsWith(CLAIM)) continue;
    const path = join(folder, name);
    const content = readLock(path)?.content;
    if (content === undefined || judge(content.process, machine) !== 'dead') continue;
    if (name.endsWith(CLAIM)) {
      const { of } = content;
      if (of === undefined || readLock(join(folder, of.file))?.id === of.id) continue;
    }
    await removeIfThere(path);
  }
}
