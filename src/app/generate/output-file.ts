import { readFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { writeFiles } from '../write-files.ts';

/** A generated file, and the path as it was typed. */
export interface OutputFile {
  readonly path: string;
  readonly shown: string;
}

/** How the file compares with what would be written. */
export type ComparedFile =
  | { readonly state: 'missing' | 'same' }
  | { readonly state: 'differs'; readonly before: string }
  /** It must not be replaced. */
  | { readonly state: 'refused'; readonly finding: Diagnostic };

/** A file whose beginning lacks the sentence was not made by the command. */
const BEGINNING_CHARACTERS = 1000;

/**
 * Compares a file with a text. Line ends and a byte order mark do not count: git may have changed them at the checkout. A file that
 * holds something else than `mark`, the sentence of generated files, is refused.
 */
export async function compareFile(
  { path, shown }: OutputFile,
  text: string,
  mark: string,
): Promise<ComparedFile> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found === undefined) return { state: 'missing' };
  if (!found.isFile()) {
    const reason = found.isDirectory() ? 'it is a folder' : 'it is not a regular file';
    return {
      state: 'refused',
      finding: {
        code: 'file-error',
        severity: 'error',
        summary: `Cannot use ${shown}: ${reason}`,
        help: 'name another file; without --out the text goes to standard output',
      },
    };
  }
  const before = portable(await readFile(path, 'utf8'));
  if (before === text) return { state: 'same' };
  if (before.trim() === '' || before.slice(0, BEGINNING_CHARACTERS).includes(mark))
    return { state: 'differs', before };
  return {
    state: 'refused',
    finding: {
      code: 'not-generated',
      severity: 'error',
      summary: `${shown} exists and was not made by this command`,
      detail: `it does not begin with "${mark}"`,
      help: 'name another file, or remove this one',
    },
  };
}

/** Writes the file as a whole or not at all, and its folder. A link stays, and its target is written. */
export async function saveFile({ path }: OutputFile, text: string): Promise<void> {
  await writeFiles(new Map([[path, text]]));
}

function portable(text: string): string {
  return text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
}
