import { randomUUID } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import { FILE_MODE, syncFolder } from './private-folder.ts';

/** Error codes of file systems without hard links (FAT, some network ones). */
export const WITHOUT_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Makes a file with all its content, on disk, unless there is one: nobody sees a part of it, and what is there stays. */
export async function createWhole(path: string, content: string | Uint8Array): Promise<void> {
  const partial = await writePartial(path, content);
  try {
    // Unlike a rename, a link never replaces what another process made.
    await link(partial, path);
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (WITHOUT_LINKS.has(code)) await rename(partial, path);
    else if (code !== 'EEXIST') throw error;
  } finally {
    await rm(partial, { force: true });
  }
  await syncFolder(dirname(path));
}

/** Replaces the content of a file at once, on disk. */
export async function replaceWhole(path: string, content: string): Promise<void> {
  await rename(await writePartial(path, content), path);
  await syncFolder(dirname(path));
}

async function writePartial(path: string, content: string | Uint8Array): Promise<string> {
  const partial = `${path}.partial-${randomUUID()}`;
  await writeNew(partial, content);
  return partial;
}

/** Creates a file, private to its owner and flushed to disk. It must not exist; after a failure it does not. */
export async function writeNew(path: string, content: string | Uint8Array): Promise<void> {
  const file = await open(path, 'wx', FILE_MODE);
  try {
    await file.chmod(FILE_MODE);
    await file.writeFile(content);
    await file.sync();
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}
