import type { BigIntStats } from 'node:fs';
import { open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../types/error-code.ts';
import type { FileEntry, FileState, Files } from '../../types/files.ts';

/**
 * Bytes of one piece of a streamed file. All rows of a piece are alive at once; those of larger pieces survive the garbage
 * collector's first round, which cost 60 MB and a fifth more time (docs/internals/dead-ends.md).
 */
const pieceBytes = 64 * 1024;

/** The real file system. */
export const diskFiles: Files & Required<Pick<Files, 'stream' | 'modified' | 'size' | 'state'>> = {
  read: (path) => orAbsent(readFile(path)),
  resolve: (path) => orAbsent(realpath(path)),
  async *stream(path, opened) {
    const file = await open(path);
    try {
      opened?.(stateOf(await file.stat({ bigint: true })));
      yield* file.createReadStream({ highWaterMark: pieceBytes, autoClose: false });
    } finally {
      await file.close();
    }
  },
  modified: async (path) => (await orAbsent(stat(path)))?.mtimeMs,
  size: async (path) => (await orAbsent(stat(path)))?.size,
  state: async (path) => {
    const found = await orAbsent(stat(path, { bigint: true }));
    return found === undefined ? undefined : stateOf(found);
  },
  list: async (path) => {
    const entries = await orAbsent(readdir(path, { withFileTypes: true }));
    if (entries === undefined) return undefined;
    const found: FileEntry[] = [];
    for (const entry of entries) {
      const link = entry.isSymbolicLink();
      const target = link ? await orAbsent(stat(join(path, entry.name))) : entry;
      if (target?.isFile()) found.push({ name: entry.name, kind: 'file', link });
      else if (target === undefined && link) found.push({ name: entry.name, kind: 'file', link });
      else if (target?.isDirectory()) found.push({ name: entry.name, kind: 'folder', link });
    }
    return found;
  },
};

function stateOf({ size, mtimeNs, ctimeNs, dev, ino }: BigIntStats): FileState {
  return { size, writtenNs: mtimeNs, changedNs: ctimeNs, device: dev, inode: ino };
}

const ABSENT: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ELOOP']);

async function orAbsent<T>(result: Promise<T>): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (ABSENT.has(errorCode(error) ?? '')) return undefined;
    throw error;
  }
}
