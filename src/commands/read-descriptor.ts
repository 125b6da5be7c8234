import { fstatSync, read, type Stats, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';

/** What a file descriptor holds, or why it cannot be read. */
export type DescriptorContents = { readonly bytes: Uint8Array } | { readonly problem: string };

const readSome = promisify(read);
/** A writer that has nothing yet, behind a descriptor that does not block, gets ten seconds. */
const waitMs = 20;
const mostWaits = 500;
/** Descriptors are small numbers: those of Node.js itself lie below this one. */
const HIGHEST_OWN = 255;

/** Reads a descriptor that the process was started with, from where it stands to its end or to `mostBytes`. It stays open. */
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

/** Node.js has opened descriptors of its own before this runs; reading one of them could wait for ever. */
function problemOf(fd: number, stats: Stats): string | undefined {
  if (isatty(fd)) return 'it is a terminal, where others could see the token';
  if (stats.isDirectory()) return 'it is a folder';
  const isSource = stats.isFile() || stats.isFIFO() || stats.isSocket() || stats.isCharacterDevice();
  return isSource && !isOwnPipe(fd, stats) ? undefined : NOTHING;
}

/** A pipe of which this process holds the writing end: it never ends. A shell can leave the reading end open twice. */
function isOwnPipe(fd: number, stats: Stats): boolean {
  if (fd === 0 || !stats.isFIFO()) return false;
  for (let other = 3; other <= HIGHEST_OWN; other++) {
    const found = other === fd ? undefined : statsOf(other);
    if (found?.ino === stats.ino && found.dev === stats.dev && isForWriting(other)) return true;
  }
  return false;
}

/** Asked by writing nothing. */
function isForWriting(fd: number): boolean {
  try {
    writeSync(fd, new Uint8Array());
    return true;
  } catch {
    return false;
  }
}

/** Undefined for a descriptor that is closed. */
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

/** Nothing is there, and the descriptor does not wait for it. */
function isEmptyYet(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
