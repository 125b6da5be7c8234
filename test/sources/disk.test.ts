import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
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
});
