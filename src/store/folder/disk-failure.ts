import { errorCode } from '../../types/error-code.ts';
import { damaged, StoreError } from '../store-error.ts';

/** Errors of the file system and of LMDB (`mdb.h`) by their codes. */
const FULL: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 28, -30792]);
const DAMAGED: ReadonlySet<unknown> = new Set([-30797, -30796, -30795, -30794, -30793]);
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  13: 'permission denied',
  EROFS: 'the file system is read-only',
  30: 'the file system is read-only',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'a folder stands where a file belongs',
  ELOOP: 'a link stands where a file belongs',
  EIO: 'the disk failed',
  5: 'the disk failed',
  EMFILE: 'this process has too many files open',
};

/** An error of the disk as a finding about the store. */
export function diskFailure(error: unknown, where: string): StoreError {
  if (error instanceof StoreError) return error;
  const code: unknown = errorCode(error);
  if (FULL.has(code)) return fullDisk(where, error);
  if (DAMAGED.has(code)) return damaged(where, error);
  return new StoreError(
    {
      code: 'store-unwritable',
      summary: `cannot use the store in ${where}`,
      detail: REASONS[String(code)] ?? (error instanceof Error ? error.message : String(error)),
      help: 'give your user permission to read and write the folder and its files, or name another folder with store: in interform.yaml',
    },
    error,
  );
}

export function fullDisk(where: string, cause?: unknown): StoreError {
  return new StoreError(
    {
      code: 'store-full',
      summary: `there is no space left for the store in ${where}`,
      detail: 'the disk or the quota is full',
      help: 'free some space, then run again. Nothing was sent to Intercom without being recorded first',
    },
    cause,
  );
}

/** Undefined where the file does not exist; other failures are thrown as findings. */
export async function orAbsent<T>(result: Promise<T>, where: string): Promise<T | undefined> {
  try {
    return await result;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw diskFailure(error, where);
  }
}
