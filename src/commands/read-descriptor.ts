import { fstatSync, read, type Stats, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';
import { errorCode } from '../types/error-code.ts';

/** The content of a file descriptor, or why it cannot be read. */
export type DescriptorContents = { readonly bytes: Uint8Array } | { readonly problem: string };

const readSome = promisify(read);
/** If the descriptor does not block and there is no input yet, it is tried for ten seconds. */
const waitMs = 20;
const mostWaits = 500;
/** Descriptors that Node.js opens itself have numbers below this. */
const HIGHEST_OWN = 255;

/** Reads a descriptor that the process was started with, from its present position to its end, or to `mostBytes`. It stays open. */
export async function readDescriptor(fd: number, mostBytes: number): Promise<DescriptorContents> {
  const stats = statsOf(fd);
  const problem = stats === undefined ? NOTHING : problemOf(fd, stats);
  if (problem !== undefined) return { problem };
  try {
    return { bytes: await readAll(fd, mostBytes) };
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    if (isEmptyYet(error)) return { problem: 'nothing came' };
    return {
      problem: error.code === 'EBADF' ? 'it is not open for reading' : `it cannot be read (${error.code})`,
    };
  }
}

const NOTHING = 'nothing was passed there';

/**
 * Why a descriptor cannot be read. Node.js has opened descriptors of its own before this runs, and reading one of them could
 * wait for ever.
 */
function problemOf(fd: number, stats: Stats): string | undefined {
  if (isatty(fd)) return 'it is a terminal, where others could see the token';
  if (stats.isDirectory()) return 'it is a folder';
  const isSource = stats.isFile() || stats.isFIFO() || stats.isSocket() || stats.isCharacterDevice();
  return isSource && !isOwnPipe(fd, stats) ? undefined : NOTHING;
}

/**
 * Whether this process has the writing end of the pipe too, so that reading would never end. The reading end may be open twice,
 * since a shell can leave it so.
 */
function isOwnPipe(fd: number, stats: Stats): boolean {
  if (fd === 0 || !stats.isFIFO()) return false;
  for (let other = 3; other <= HIGHEST_OWN; other++) {
    const found = other === fd ? undefined : statsOf(other);
    if (found?.ino === stats.ino && found.dev === stats.dev && isForWriting(other)) return true;
  }
  return false;
}

/** Tries it by writing nothing. */
function isForWriting(fd: number): boolean {
  try {
    writeSync(fd, new Uint8Array());
    return true;
  } catch {
    return false;
  }
}

/** Undefined where the descriptor is closed. */
function statsOf(fd: number): Stats | undefined {
  try {
    return fstatSync(fd);
  } catch {
    return undefined;
  }
}

async function readAll(fd: number, mostBytes: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(mostBytes);
  let length = 0;
  let waits = 0;
  while (length < mostBytes) {
    try {
      const { bytesRead } = await readSome(fd, buffer, length, mostBytes - length, null);
      if (bytesRead === 0) break;
      length += bytesRead;
    } catch (error) {
      if (!isEmptyYet(error) || waits === mostWaits) throw error;
      waits += 1;
      await sleep(waitMs);
    }
  }
  return buffer.subarray(0, length);
}

/** There is no input yet, and the descriptor does not block. */
function isEmptyYet(error: unknown): boolean {
  return errorCode(error) === 'EAGAIN';
}
