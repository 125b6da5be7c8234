import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import { UsageError, usageError } from './usage.ts';

/** How many problems of a seed are listed. */
const SHOWN = 20;

/** The fields of the emulator's `SeedError`. The class itself is not imported, since the emulator is loaded later. */
interface Problems {
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Reads a seed file as JSON.
 *
 * @throws UsageError for a folder, or with the place for invalid JSON; the file system's error where the file cannot be read.
 */
export async function readSeedFile(cwd: string, name: string): Promise<unknown> {
  const text = await readText(resolve(cwd, name), name);
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new UsageError([{ ...badSeed('the file is not JSON', name), ...placeIn(text, message) }]);
  }
}

/**
 * The result of `use`, which uses the seed.
 *
 * @throws UsageError with one finding for each problem of the seed.
 */
export function withSeed<T>(name: string | undefined, use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (!hasProblems(error)) throw error;
    const { problems } = error;
    const findings = problems
      .slice(0, SHOWN)
      .map(({ path, message }) => badSeed(`${path === '' ? 'the seed' : path}: ${message}`, name));
    const more = problems.length - SHOWN;
    throw new UsageError(more > 0 ? [...findings, badSeed(`and ${more} more`, name)] : findings);
  }
}

/** Without the byte order mark that editors on Windows put before the text. */
async function readText(path: string, name: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  } catch (error) {
    // This is the only error of reading that does not contain the path.
    if (errorCode(error) === 'EISDIR')
      throw new UsageError([usageError('file-error', `Cannot use ${name}: it is a folder`)]);
    throw error;
  }
}

function badSeed(summary: string, file: string | undefined): Diagnostic {
  return { ...usageError('bad-seed', summary), ...(file === undefined ? {} : { file }) };
}

/** Line and column of the parser's message, where it has a position. */
function placeIn(text: string, message: string): Pick<Diagnostic, 'detail' | 'line' | 'column'> {
  const position = /at position (\d+)/.exec(message)?.[1];
  const detail = message.replace(/ at position \d+.*$/s, '');
  if (position === undefined) return { detail };
  const lines = text.slice(0, Number(position)).split('\n');
  return { detail, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

function hasProblems(error: unknown): error is Error & Problems {
  return error instanceof Error && 'problems' in error && Array.isArray(error.problems);
}
