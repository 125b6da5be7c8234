import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Unlock } from '../../src/commands/unlock.ts';
import { createEmulator } from '../../src/emulator/index.ts';
import type { Backend } from '../../src/store/backend.ts';
import type { Lock } from '../../src/types/store.ts';
import { openFolder } from '../store/opened-store.ts';
import { ownerNamed } from '../store/owners.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

let folder: string;
let backend: Backend;
let lock: Lock;
const GRACE = ownerNamed('grace', { id: '7f3a9c01', job: 'https://ci.acme.test/jobs/7\u001b[31m' });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'interform-unlock-'));
  writeFileSync(
    join(folder, 'interform.yaml'),
    'apiVersion: interform/v1\nkind: Project\nworkspace: { id: acme0001 }\n',
  );
  backend = await openFolder(folder);
  const locking = await backend.locks.take(GRACE, { timeoutMs: 0 });
  if (locking.state !== 'held') throw new Error('the lock of a new store is free');
  lock = locking.lock;
});
afterEach(async () => {
  await lock.release();
  await backend.close();
  rmSync(folder, { recursive: true, force: true });
});

const unlock = (...argv: string[]) => runCommand(Unlock, argv, fakeTerminal({ cwd: folder }));

describe('unlock', () => {
  it('takes the lock away and says whose it was', async () => {
    const { exit, out, err } = await unlock('7f3a9c01');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toBe(`Removed lock 7f3a9c01 of workspace acme0001.
It was held by grace on laptop, process 4711, since 2026-11-28T16:44:00.000Z.
https://ci.acme.test/jobs/7\\x1b[31m
If that process is still running, it stops within seconds. What it has sent by then stays: plan before you apply.
`);
    expect(readdirSync(join(folder, '.interform', 'locks'))).toEqual([]);
  });

  it('lists who holds what where there is no such lock', async () => {
    const { exit, out, err } = await unlock('7f3a9c02');
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain('error[unknown-lock]: there is no lock 7f3a9c02');
    expect(err.replaceAll(/\s+/g, ' ')).toContain(
      '7f3a9c01 of workspace acme0001: grace on laptop, process 4711, since 2026-11-28T16:44:00.000Z',
    );
    expect(err).not.toContain('\u001b');
    await lock.release();
    expect((await unlock('7f3a9c01')).err).toContain('nobody holds a lock here');
  });

  it('makes no store where there is none, and says so where none is wanted', async () => {
    rmSync(join(folder, '.interform'), { recursive: true });
    expect((await unlock('7f3a9c01')).err).toContain('nobody holds a lock here');
    expect(readdirSync(folder)).toEqual(['interform.yaml']);
    writeFileSync(join(folder, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\nstore: none\n');
    expect((await unlock('7f3a9c01')).err).toContain('this project keeps no store');
  });

  it('prints what its shipped schema describes', async () => {
    const { exit, out } = await unlock('7f3a9c01', '--json');
    expect(exit).toBe(0);
    const schema = readFileSync(new URL('../../schemas/unlock.schema.json', import.meta.url), 'utf8');
    const validate = new Ajv2020({ strict: true }).compile(JSON.parse(schema));
    validate(JSON.parse(out));
    expect(validate.errors).toBeNull();
    expect(JSON.parse(out).lock).toEqual({ ...GRACE, since: '2026-11-28T16:44:00.000Z' });
  });

  it('needs an id', async () => {
    expect((await unlock()).err).toContain('error[missing-argument]');
  });
});

describe('apply while another one holds the lock', () => {
  it.each([[[]], [['--json']]])('asks Intercom nothing and exits 6 %j', async (argv) => {
    writeFileSync(
      join(folder, 'interform.yaml'),
      'apiVersion: interform/v1\nkind: Project\nmanifests: .\nworkspace: { id: acme0001 }\n',
    );
    writeFileSync(join(folder, '0001.yaml'), 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n');
    const emulator = createEmulator();
    const server = await emulator.listen({ port: 0 });
    const env = { INTERCOM_ACCESS_TOKEN: 'any', INTERCOM_BASE_URL: server.url };
    const terminal = fakeTerminal({ cwd: folder, env });
    const { exit, out, err } = await runCommand(Apply, ['--auto-approve', ...argv], terminal);
    await server.close();
    expect({ exit, asked: emulator.requests }).toEqual({ exit: 6, asked: [] });
    const said = argv.length === 0 ? err : JSON.parse(out).diagnostics[0].detail;
    expect(said.replaceAll(/\s+/g, ' ')).toContain(
      'grace on laptop, process 4711, since 2026-11-28T16:44:00.000Z',
    );
  });
});
