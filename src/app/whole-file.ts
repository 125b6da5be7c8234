import { createWriteStream } from 'node:fs';
import { access, constants, lstat, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { errorCode } from '../types/error-code.ts';

/** A file cannot be written. `path`: the path that was asked for, not that of a temporary file. */
class OutputFileError extends Error {
  override readonly name = 'OutputFileError';
  readonly code: string;
  readonly path: string;

  constructor(code: string, path: string, cause?: unknown) {
    super(`${path}: ${code}`, { cause });
    this.code = code;
    this.path = path;
  }
}

/**
 * Writes a file as a whole or not at all: into a temporary file first, which is then renamed. `mode` as in chmod. It never
 * replaces links, devices and folders: then it rejects with an OutputFileError.
 */
export async function writeWholeFile(file: string, content: Readable, mode: number): Promise<void> {
  const partial = `${file}.partial-${process.pid}`;
  try {
    await checkReplaceable(file);
    await pipeline(content, createWriteStream(partial, { mode }));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    if (error instanceof OutputFileError) throw error;
    const code = errorCode(error);
    if (code === undefined) throw error;
    throw new OutputFileError(code, file, error);
  }
}

/** Rejects with an OutputFileError where a file can hardly be written: before work that would be lost without it. */
export async function checkOutput(file: string): Promise<void> {
  await checkReplaceable(file);
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new OutputFileError(errorCode(error) ?? 'EACCES', file, error);
  }
}

async function checkReplaceable(file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  if (found !== undefined && !found.isFile())
    throw new OutputFileError(found.isDirectory() ? 'EISDIR' : 'EEXIST', file);
}
