import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/sources/files/disk.ts';
import { findSource } from '../../src/sources/source-file.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';
import type { FileEntry, Files } from '../../src/types/files.ts';

describe('a source that is no file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = (await diskFiles.resolve(await mkdtemp(join(tmpdir(), 'acme-')))) ?? '';
    await mkdir(join(folder, 'people.csv'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const found = (written: string) => sourceFound(written, folder, diskFiles);
  const refusal = (name: string) => ({
    code: 'missing-source',
    summary: `${name} is no file`,
    detail: expect.stringContaining('a named pipe'),
    help: expect.stringContaining(`--data ${name}=-`),
  });

  it('is said to be a folder or a pipe, and not to be missing', async () => {
    const { file, findings } = await found('people.csv');
    expect(file).toBeUndefined();
    expect(findings).toMatchObject([refusal('people.csv')]);
  });

  // Windows has no pipes among files.
  it.skipIf(process.platform === 'win32')('is never opened where it is a pipe', async () => {
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(folder, 'billing.csv')]);
    expect((await found('billing.csv')).findings).toMatchObject([refusal('billing.csv')]);
  });
});

describe('where names are one, however they are written', () => {
  /** As on macOS and Windows: a folder is found by any writing of its name, and lists what it holds as it was made. */
  const folded = (path: string) => path.normalize('NFC').toLowerCase();
  const filesOf = (entries: readonly FileEntry[]): Files => ({
    read: async () => undefined,
    list: async (path) => (path === '/acme' ? entries : undefined),
    resolve: async (path) =>
      path === '/acme' || entries.some(({ name }) => folded(`/acme/${name}`) === folded(path))
        ? path
        : undefined,
  });
  const file = (name: string): FileEntry => ({ name, kind: 'file', link: false });

  it.each([
    { written: 'people.csv', name: 'People.csv' },
    { written: 'PEOPLE.CSV', name: 'people.csv' },
    { written: 'a.csv', name: 'A.CSV' },
    { written: 'caf\u00e9.csv', name: 'cafe\u0301.csv' },
    { written: 'Cafe\u0301.csv', name: 'caf\u00e9.csv' },
  ])('a file that is named $written and is $name is said to be missing, with its name', async (one) => {
    // What is nearer by its letters is another file.
    const entries = [file('people.cs'), file(one.name), file('peoples.csv')];
    const { file: found, findings } = await sourceFound(one.written, '/acme', filesOf(entries));
    expect(found).toBeUndefined();
    expect(findings).toEqual([
      {
        code: 'missing-source',
        severity: 'error',
        summary: `there is no data file ${one.written}`,
        detail: `did you mean "${one.name}"?`,
        help: 'the path is relative to 0001-people.yaml',
        file: '0001-people.yaml',
      },
    ]);
  });

  it.each(['people.csv', 'People.csv'])('a folder that is %s is no file', async (name) => {
    const entries: FileEntry[] = [{ name, kind: 'folder', link: false }, file('peoples.csv')];
    const { findings } = await sourceFound('people.csv', '/acme', filesOf(entries));
    expect(findings).toMatchObject([{ code: 'missing-source', summary: 'people.csv is no file' }]);
  });
});

async function sourceFound(written: string, folder: string, files: Files) {
  const findings: Diagnostic[] = [];
  const file = await findSource(written, {
    ...{ folder, files, manifestFile: '0001-people.yaml' },
    report: (finding) => findings.push(finding),
    placeOf: () => ({ file: '0001-people.yaml' }),
    cellOf: () => undefined,
  });
  return { file, findings };
}
