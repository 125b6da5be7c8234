import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ScratchFile } from '../../src/spool/scratch-file.ts';
import { SpoolError } from '../../src/spool/spool-error.ts';

const { openSync, writeSync, readSync, closeSync, unlinkSync } = fs;
const disk = { openSync, writeSync, readSync, closeSync, unlinkSync };
const kilobyte = 1024;

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'interform-scratch-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('a scratch file', () => {
  test('gives back every text, whatever stands on disk yet and whatever in the buffer', () => {
    const file = new ScratchFile({ folder });
    const texts = [
      'Ada',
      '',
      'Größe ✓ 🙂',
      'x'.repeat(100 * kilobyte),
      'é'.repeat(200 * kilobyte),
      '🙂'.repeat(300 * kilobyte),
      'Grace',
    ];
    const kept = texts.map((text) => {
      const offset = file.append(text);
      return { text, offset, bytes: file.size - offset };
    });
    expect(kept.map(({ bytes }) => bytes)).toEqual(texts.map((text) => Buffer.byteLength(text)));
    for (const { text, offset, bytes } of [...kept].reverse())
      expect(file.read(offset, bytes).toString() === text).toBe(true);
    // From the disk into the buffer in one read.
    expect(file.read(0, file.size).equals(Buffer.from(texts.join('')))).toBe(true);
    file.close();
  });

  test('gives back bytes, piece by piece, again and again', async () => {
    const file = new ScratchFile({ folder });
    const bytes = Uint8Array.from({ length: 700 * kilobyte }, (_, at) => at % 251);
    file.append(bytes.subarray(0, 5));
    file.append(bytes.subarray(5, 600 * kilobyte));
    file.append(bytes.subarray(600 * kilobyte));
    for (const _ of [1, 2]) {
      const pieces: Uint8Array[] = [];
      for await (const piece of file.pieces(64 * kilobyte)) pieces.push(piece);
      expect(pieces.map(({ length }) => length)).toEqual([...Array(10).fill(64 * kilobyte), 60 * kilobyte]);
      expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
    }
    file.close();
  });

  test('is private, and has no name as soon as it is open', () => {
    const opened: unknown[] = [];
    let mode = 0;
    const watching = {
      ...disk,
      openSync: ((...args: Parameters<typeof openSync>) => {
        opened.push(args.slice(1));
        const fd = openSync(...args);
        mode = fs.fstatSync(fd).mode & 0o777;
        return fd;
      }) as typeof openSync,
    };
    const file = new ScratchFile({ folder, fs: watching });
    file.append('x'.repeat(300 * kilobyte));
    expect({ opened, mode }).toEqual({ opened: [['wx+', 0o600]], mode: 0o600 });
    expect(fs.readdirSync(folder)).toEqual([]);
    file.close();
  });

  test('touches no disk while what it holds is small', () => {
    const file = new ScratchFile({ folder: join(folder, 'missing') });
    file.append('Ada');
    expect(file.read(0, 3).toString()).toBe('Ada');
    file.close();
  });

  test('is closed once, and not used any more', () => {
    const closed: number[] = [];
    const file = new ScratchFile({
      folder,
      fs: {
        ...disk,
        closeSync: (fd) => {
          closed.push(fd);
          closeSync(fd);
        },
      },
    });
    file.append('x'.repeat(300 * kilobyte));
    file.close();
    file.close();
    expect(closed).toHaveLength(1);
    expect(() => file.read(0, 1)).toThrow('closed');
    expect(() => file.append('x')).toThrow('closed');
  });

  test('writes and reads on where the disk took or gave a part', () => {
    const partly = {
      ...disk,
      writeSync: ((fd: number, bytes: Uint8Array, from: number, length: number, at: number) =>
        writeSync(fd, bytes, from, Math.min(length, 1000), at)) as typeof writeSync,
      readSync: ((fd: number, bytes: Uint8Array, from: number, length: number, at: number) =>
        readSync(fd, bytes, from, Math.min(length, 999), at)) as typeof readSync,
    };
    const file = new ScratchFile({ folder, fs: partly });
    const text = Array.from({ length: 50_000 }, (_, at) => at).join();
    file.append(text);
    expect(file.read(0, file.size).toString() === text).toBe(true);
    file.close();
  });
});

describe('what cannot be kept', () => {
  const failing = (code: string) => {
    throw Object.assign(new Error(code), { code });
  };
  const errorOf = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      return error;
    }
    return undefined;
  };
  const tooMuch = 'x'.repeat(300 * kilobyte);

  test.each([
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'the disk quota is used up'],
    ['EFBIG', 'a file may not be as large as it would be'],
    ['EIO', 'EIO'],
  ])('names the folder, the reason and the way out: %s', (code, reason) => {
    const file = new ScratchFile({ folder, fs: { ...disk, writeSync: () => failing(code) } });
    const error = errorOf(() => file.append(tooMuch));
    expect(error).toBeInstanceOf(SpoolError);
    expect((error as SpoolError).diagnostic).toMatchObject({
      code: 'no-temporary-space',
      severity: 'error',
      summary: `Cannot keep temporary data in ${folder}: ${reason}`,
      detail: expect.stringContaining(code),
      help: expect.stringContaining('TMPDIR'),
    });
    // What was lost is not taken for there.
    expect(errorOf(() => file.append('Ada'))).toBe(error);
    expect(errorOf(() => file.read(0, 1))).toBe(error);
    file.close();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['EROFS', 'the file system is read-only'],
    ['EACCES', 'permission denied'],
    ['EMFILE', 'too many files are open'],
  ])('%s when it is opened', (code, reason) => {
    const file = new ScratchFile({ folder, fs: { ...disk, openSync: () => failing(code) } });
    expect(() => file.append(tooMuch)).toThrow(`Cannot keep temporary data in ${folder}: ${reason}`);
  });

  test('a folder that is not there', () => {
    const missing = join(folder, 'missing');
    expect(() => new ScratchFile({ folder: missing }).append(tooMuch)).toThrow(
      `Cannot keep temporary data in ${missing}: the folder does not exist`,
    );
  });

  test.skipIf(!fs.existsSync('/dev/full'))(
    'a disk that is full (skipped where there is no /dev/full)',
    () => {
      const full = new ScratchFile({
        folder,
        fs: { ...disk, openSync: () => openSync('/dev/full', 'r+'), unlinkSync: () => undefined },
      });
      expect(() => full.append(tooMuch)).toThrow(`Cannot keep temporary data in ${folder}: the disk is full`);
      full.close();
    },
  );
});
