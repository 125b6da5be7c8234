import { posix } from 'node:path';
import type { Diagnostic } from '../types/diagnostic.ts';
import { EndingError } from '../types/ending-error.ts';
import type { FileState, Files } from '../types/files.ts';

type Watchable = Files & Required<Pick<Files, 'stream' | 'state'>>;

/** A data file is not what it was when the command read it first. */
class SourceChangedError extends EndingError {
  override readonly name = 'SourceChangedError';
}

/**
 * Files that are read more than once for one answer: a file that is streamed again has to be what it was, at its end too, and
 * folders hold what they held. Streaming throws an EndingError where a file has changed, since what was read of it does not fit
 * together. `folder` is that of the project, from which files are named.
 */
export function watchedFiles(files: Watchable, folder: string): Watchable {
  const states = new Map<string, FileState>();
  const lists = new Map<string, ReturnType<Files['list']>>();
  const check = async (path: string) => {
    const now = await files.state(path);
    const before = states.get(path);
    if (before === undefined) {
      // Whoever streams a file that is not there is told so.
      if (now !== undefined) states.set(path, now);
    } else if (!isSame(before, now)) {
      throw new SourceChangedError(sourceChanged(posix.relative(folder, path), before, now));
    }
  };
  return {
    ...files,
    async *stream(path) {
      await check(path);
      yield* files.stream(path);
      await check(path);
    },
    list(path) {
      const known = lists.get(path) ?? files.list(path);
      lists.set(path, known);
      return known;
    },
  };
}

function isSame(before: FileState, now: FileState | undefined): boolean {
  return now?.size === before.size && now.modified === before.modified && now.inode === before.inode;
}

function sourceChanged(file: string, before: FileState, now: FileState | undefined): Diagnostic {
  return {
    code: 'source-changed',
    severity: 'error',
    summary: `${file} changed while it was read`,
    detail: `data files are read more than once, and each time they have to say the same. ${difference(before, now)}`,
    help: 'run again once nobody writes the file any more; a file that is always written to has to be copied first',
    file,
  };
}

function difference(before: FileState, now: FileState | undefined): string {
  const first = `First it had ${seen(before)}`;
  if (now === undefined) return `${first}, then it was gone`;
  const isOther = now.inode !== before.inode ? 'another file was in its place, with' : 'it had';
  return `${first}, then ${isOther} ${seen(now)}`;
}

function seen({ size, modified }: FileState): string {
  return `${size} ${size === 1 ? 'byte' : 'bytes'}, written at ${new Date(modified).toISOString()}`;
}
