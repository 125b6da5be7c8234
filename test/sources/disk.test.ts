import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/sources/index.ts';

describe('the real file system', () => {
  let folder = '';

  beforeAll(async () => {
    folder = (await diskFiles.resolve(await mkdtemp(join(tmpdir(), 'acme-')))) ?? '';
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'ada.json'), '[]');
    await symlink('data/ada.json', join(folder, 'link.json'));
    await symlink('data', join(folder, 'linked'));
    await symlink('nowhere', join(folder, 'dangling'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('reads files, and knows none where there is none', async () => {
    expect(await diskFiles.read(join(folder, 'link.json'))).toEqual(Buffer.from('[]'));
    for (const path of ['gone.json', 'data', 'data/ada.json/x', 'dangling']) {
      expect(await diskFiles.read(join(folder, path))).toBeUndefined();
    }
  });

  it('lists a folder with what links lead to; one that leads nowhere is a file, which reading finds gone', async () => {
    const entries = [...((await diskFiles.list(folder)) ?? [])].sort((a, b) => a.name.localeCompare(b.name));
    expect(entries).toEqual([
      { name: 'dangling', kind: 'file', link: true },
      { name: 'data', kind: 'folder', link: false },
      { name: 'link.json', kind: 'file', link: true },
      { name: 'linked', kind: 'folder', link: true },
    ]);
    expect(await diskFiles.list(join(folder, 'data', 'ada.json'))).toBeUndefined();
    expect(await diskFiles.list(join(folder, 'gone'))).toBeUndefined();
  });

  it('follows links to where things really are', async () => {
    expect(await diskFiles.resolve(join(folder, 'linked', 'ada.json'))).toBe(
      join(folder, 'data', 'ada.json'),
    );
    expect(await diskFiles.resolve(join(folder, 'dangling'))).toBeUndefined();
  });

  it('knows the state of a file, and none where there is none', async () => {
    const file = join(folder, 'state.csv');
    expect(await diskFiles.state(file)).toBeUndefined();
    await writeFile(file, 'a');
    const before = await diskFiles.state(file);
    expect(before).toMatchObject({ size: 1n });
    expect(await diskFiles.state(file)).toEqual(before);
    await utimes(file, 0, 1);
    const changedNs = expect.any(BigInt);
    expect(await diskFiles.state(file)).toEqual({ ...before, writtenNs: 1_000_000_000n, changedNs });
    // Both are there at once, so that the system cannot give the same number to both.
    await writeFile(join(folder, 'other.csv'), 'a');
    await rename(join(folder, 'other.csv'), file);
    expect((await diskFiles.state(file))?.inode).not.toBe(before?.inode);
  });

  it('streams the file that it says to have opened, whatever takes its place', async () => {
    const file = join(folder, 'streamed.csv');
    await writeFile(file, 'first');
    const before = await diskFiles.state(file);
    let text = '';
    const opened: unknown[] = [];
    const pieces = diskFiles.stream(file, (state) => {
      opened.push(state);
      writeFileSync(`${file}.new`, 'other');
      renameSync(`${file}.new`, file);
    });
    for await (const piece of pieces) text += piece;
    expect([text, opened]).toEqual(['first', [before]]);
    expect(await diskFiles.state(file)).not.toEqual(before);
  });

  it('may be left in the middle of a file', async () => {
    const file = join(folder, 'long.csv');
    await writeFile(file, 'a'.repeat(200_000));
    let bytes = 0;
    for await (const piece of diskFiles.stream(file)) {
      bytes += piece.length;
      break;
    }
    expect(bytes).toBe(64 * 1024);
  });
});
