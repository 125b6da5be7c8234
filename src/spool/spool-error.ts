import { EndingError } from '../types/ending-error.ts';
import { errorCode } from '../types/error-code.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file may not be as large as it would be',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'it is not a folder',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
};

/** Temporary data could not be kept, so that the command cannot go on. */
export class SpoolError extends EndingError {
  override readonly name = 'SpoolError';

  constructor(folder: string, cause: unknown) {
    const code = errorCode(cause) ?? String(cause);
    super(
      {
        code: 'no-temporary-space',
        severity: 'error',
        summary: `Cannot keep temporary data in ${folder}: ${REASONS[code] ?? code}`,
        detail: `What does not fit into memory lies there in a file without a name while the command runs (${code})`,
        help: 'set TMPDIR (on Windows TEMP) to a folder that exists, can be written and has room, or free some space',
      },
      cause,
    );
  }
}
