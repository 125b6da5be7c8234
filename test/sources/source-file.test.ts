import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../src/sources/disk.ts';
import { findSource } from '../../src/sources/source-file.ts';
import type { Diagnostic } from '../../src/types/diagnostic.ts';

describe('a source that is no file', () => {
  let folder = '';
  beforeAll(async () => {
    folder = (await diskFiles.resolve(await mkdtemp(join(tmpdir(), 'acme-')))) ?? '';
    await mkdir(join(folder, 'people.csv'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const found = async (written: string) => {
    const findings: Diagnostic[] = [];
    const file = await findSource(written, {
      ...{ folder, files: diskFiles, manifestFile: '0001-people.yaml' },
      report: (finding) => findings.push(finding),
      placeOf: () => ({ file: '0001-people.yaml' }),
      cellOf: () => undefined,
    });
    return { file, findings };
  };
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
