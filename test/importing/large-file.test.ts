import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { set } from './acme.ts';

const cli = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const rows = 420_000;

it('a large file with a broken quote on its last line is refused by a plan without its rows in memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interform-large-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'migrations/data'), { recursive: true });
  writeFileSync(join(folder, 'migrations/0001-people.yaml'), set());
  const lines = Array.from(
    { length: rows },
    (_, row) => `customer-${row},person-${row}@acme.test,Person ${row},written so that it is long enough\n`,
  );
  writeFileSync(
    join(folder, 'migrations/data/people.csv'),
    `external_id,email,name,notes\n${lines.join('')}customer-x,x@acme.test,"Never closed,\n`,
  );
  // The declarations of so many rows take four times as much.
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--max-old-space-size=80', cli, 'plan', '--json', '-C', folder],
    {
      encoding: 'utf8',
      // Nobody listens there: a request would be an error of its own.
      env: { PATH: process.env['PATH'], INTERCOM_ACCESS_TOKEN: 't', INTERCOM_BASE_URL: 'http://127.0.0.1:9' },
    },
  );
  expect(status).toBe(1);
  expect(
    JSON.parse(stdout).diagnostics.filter(({ severity }: { severity: string }) => severity === 'error'),
  ).toEqual([
    expect.objectContaining({
      code: 'broken-quote',
      detail: expect.stringContaining('name'),
      row: rows + 1,
      line: rows + 2,
    }),
  ]);
});
