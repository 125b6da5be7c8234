import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { set } from './acme.ts';

const cli = fileURLToPath(new URL('../../bin/run.js', import.meta.url));
const rows = 420_000;

/** A project with a large file whose last line has a broken quote. */
function project() {
  const folder = mkdtempSync(join(tmpdir(), 'interform-large-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'migrations/data'), { recursive: true });
  writeFileSync(join(folder, 'migrations/0001-people.yaml'), set());
  const lines = Array.from(
    { length: rows },
    (_, row) => `customer-${row},person-${row}@acme.test,Person ${row},written so that it is long enough\n`,
  );
  const file = join(folder, 'migrations/data/people.csv');
  writeFileSync(
    file,
    `external_id,email,name,notes\n${lines.join('')}customer-x,x@acme.test,"Never closed,\n`,
  );
  return { folder, file };
}

/** The exit code of a plan, and its errors. */
function planned(
  folder: string,
  { input, ...env }: { readonly input?: string; readonly TMPDIR?: string } = {},
) {
  const stdin = input === undefined ? undefined : openSync(input, 'r');
  const { status, stdout } = spawnSync(
    process.execPath,
    // The declarations of so many rows take four times as much.
    [
      '--max-old-space-size=80',
      cli,
      ...['plan', '--json', '-C', folder],
      ...(input === undefined ? [] : ['--data', 'people.csv=-']),
    ],
    {
      encoding: 'utf8',
      // Nobody listens there: a request would be an error of its own.
      env: {
        PATH: process.env['PATH'],
        INTERCOM_ACCESS_TOKEN: 't',
        INTERCOM_BASE_URL: 'http://127.0.0.1:9',
        ...env,
      },
      stdio: [stdin ?? 'ignore', 'pipe', 'pipe'],
    },
  );
  if (stdin !== undefined) closeSync(stdin);
  const { diagnostics } = JSON.parse(stdout);
  return {
    status,
    errors: diagnostics.filter(({ severity }: { severity: string }) => severity === 'error'),
  };
}

it.each(['a file', 'standard input'])(
  'a large list with a broken quote on its last line is refused by a plan without its rows in memory: %s',
  (where) => {
    const { folder, file } = project();
    expect(planned(folder, where === 'a file' ? {} : { input: file })).toEqual({
      status: 1,
      errors: [
        expect.objectContaining({
          code: 'broken-quote',
          detail: expect.stringContaining('name'),
          row: rows + 1,
          line: rows + 2,
        }),
      ],
    });
  },
);

it('standard input that the folder for temporary files cannot hold is an error that names the folder', () => {
  const { folder, file } = project();
  const missing = join(folder, 'missing');
  expect(planned(folder, { input: file, TMPDIR: missing })).toEqual({
    status: 1,
    errors: [
      expect.objectContaining({
        code: 'no-temporary-space',
        summary: `Cannot keep temporary data in ${missing}: the folder does not exist`,
      }),
    ],
  });
});
