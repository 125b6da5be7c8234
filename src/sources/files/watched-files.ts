import { posix } from 'node:path';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { EndingError } from '../../types/ending-error.ts';
import type { FileState, Files } from '../../types/files.ts';

type Watchable = Files & Required<Pick<Files, 'stream' | 'state'>>;

/** A data file changed after the command first read it. */
class SourceChangedError extends EndingError {
  override readonly name = 'SourceChangedError';
}

/**
 * Files for a command that reads them more than once. Streaming a file again throws an EndingError where the file has
 * changed since the first time, or while it is read, since the parts would not fit together. Folders are listed once.
 * `folder` is that of the project; findings name files relative to it.
 */
export function watchedFiles(files: Watchable, folder: string): Watchable {
  const states = new Map<string, FileState>();
  const lists = new Map<string, ReturnType<Files['list']>>();
  const check = (path: string, now: FileState | undefined) => {
    const before = states.get(path);
    if (before !== undefined && !isSame(before, now))
      throw new SourceChangedError(sourceChanged(posix.relative(folder, path), before, now));
    if (now !== undefined) states.set(path, now);
  };
  return {
    ...files,
    async *stream(path) {
      // Before it is opened: opening a file that is gone would throw another error. A file that was never there throws that
      // one.
      if (states.has(path)) check(path, await files.state(path));
      yield* files.stream(path, (state) => check(path, state));
      check(path, await files.state(path));
    },
    list(path) {
      const known = lists.get(path) ?? files.list(path);
      lists.set(path, known);
      return known;
    },
  };
}

/** Compares everything, since another program can keep the size and set the time. */
function isSame(before: FileState, now: FileState | undefined): boolean {
  return (
    now !== undefined &&
    !isOther(before, now) &&
    now.size === before.size &&
    now.writtenNs === before.writtenNs &&
    now.changedNs === before.changedNs
  );
}

function isOther(before: FileState, now: FileState): boolean {
  return now.inode !== before.inode || now.device !== before.device;
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
  if (isOther(before, now)) return `${first}, then another file was in its place, with ${seen(now)}`;
  // The message is coarser than the comparison: it must not show the same size and time twice as if they differed.
  if (seen(now) === seen(before))
    return `${first}, then it was changed at ${instant(now.changedNs)} and had these again`;
  return `${first}, then it had ${seen(now)}`;
}

function seen({ size, writtenNs }: FileState): string {
  return `${size} ${size === 1n ? 'byte' : 'bytes'}, written at ${instant(writtenNs)}`;
}

function instant(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString();
}
