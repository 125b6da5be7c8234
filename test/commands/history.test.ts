import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { History } from '../../src/commands/history.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { type Fault, serveWithFaults } from './faulty-server.ts';

const GRACE = 'contact/visitors/grace%40acme.test';
const ID = '6657add46abd0167d9419c50';

let emulator: Emulator;
let fault: Fault | undefined;
let front: { readonly url: string; readonly close: () => Promise<void> };
let folder: string;

beforeEach(async () => {
  fault = undefined;
  // Search shows nothing while a test runs: what is lost stays in doubt.
  emulator = createEmulator({ indexLagMs: 3_600_000 });
  front = await serveWithFaults(emulator, (...call) => fault?.(...call));
  folder = mkdtempSync(join(tmpdir(), 'interform-history-'));
  mkdirSync(join(folder, 'migrations'));
  writeFileSync(
    join(folder, 'migrations/people.yaml'),
    `apiVersion: interform/v1
kind: ContactSet
name: visitors
contacts: [{ email: grace@acme.test, name: Grace Hopper, role: lead }]
`,
  );
});

afterEach(async () => {
  await front.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(
  command: typeof Apply | typeof History,
  line: string,
  env: Readonly<Record<string, string>> = {},
) {
  const given = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: front.url, ...env };
  return runCommand(command, line.split(' ').filter(Boolean), fakeTerminal({ cwd: folder, env: given }));
}

const history = (line: string, env?: Readonly<Record<string, string>>) => run(History, line, env);
const apply = () => run(Apply, '--auto-approve');

/** The answers to creates get lost. */
const losing: Fault = ({ method, url }, response) => {
  if (method !== 'POST' || url !== '/contacts') return undefined;
  response.socket?.destroy();
  return true;
};

describe('interform history', () => {
  it('has nothing to tell before the first apply, and needs neither token nor network', async () => {
    const env = { INTERCOM_ACCESS_TOKEN: '', INTERCOM_BASE_URL: '' };
    const { exit, out, err } = await history('', env);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^No runs yet/);
    writeFileSync(join(folder, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\nstore: none\n');
    const none = await history('', env);
    expect(none.out).toMatch(/^No runs: this project keeps no store/);
    expect(none.err).toContain('[no-store]');
    expect((await history('last', env)).exit).toBe(1);
  });

  it('lists runs and shows one, without the token too', async () => {
    await apply();
    const list = await history('', { INTERCOM_ACCESS_TOKEN: '' });
    expect(list.exit).toBe(0);
    expect(list.out).toContain('1 done; exit 0');
    const [id = ''] = /\d{8}T\d{6}Z-\w{6}/.exec(list.out) ?? [];
    for (const written of [id, 'last', id.slice(0, 8)]) {
      const one = await history(written, { INTERCOM_ACCESS_TOKEN: '' });
      expect(one.exit).toBe(0);
      expect(one.out).toContain(`+ ${GRACE}`);
      expect(one.out).toContain('name   Grace Hopper');
    }
  });

  it('masks people in CI and with --mask', async () => {
    await apply();
    for (const [line, env] of [
      ['last', { CI: 'true' }],
      ['last --mask', {}],
      ['last --json --mask', {}],
    ] as const) {
      const { out, exit } = await history(line, env);
      expect(exit).toBe(0);
      expect(out).not.toMatch(/grace|hopper/i);
      expect(out).toContain('contact/visitors/');
    }
    expect((await history('last --json')).out).toContain('Grace Hopper');
  });

  it.each([
    ['--full', 'flag-without-effect'],
    ['last --limit 3', 'flag-without-effect'],
    [`--resolve ${GRACE}=absent`, 'flag-without-effect'],
    ['last --lock-timeout 3', 'flag-without-effect'],
    ['last --resolve absent', 'bad-flag-value'],
    [`last --resolve ${GRACE}=ID`, 'bad-flag-value'],
    [`last --resolve ${GRACE}=6657ADD46ABD0167D9419C50`, 'bad-flag-value'],
    [`last --resolve ${GRACE}=${ID}`, 'not-in-doubt'],
    ['yesterday', 'unknown-run'],
  ])('%s: %s', async (line, code) => {
    await apply();
    const { exit, err, out } = await history(line);
    expect({ exit, out }).toEqual({ exit: 1, out: '' });
    expect(err).toContain(`error[${code}]`);
  });
});

describe('interform history --resolve', () => {
  it('takes what the list of doubts says, pasted, and what it then says is valid', async () => {
    fault = losing;
    expect((await apply()).exit).toBe(3);
    const { out } = await history('last');
    const pasted = /interform history (\S+ --resolve) '(.+)=ID'/.exec(out);
    expect(pasted?.[2]).toBe(GRACE);
    const resolved = await history(`${pasted?.[1]} ${pasted?.[2]}=absent --json`);
    expect(resolved.exit).toBe(0);
    const document = JSON.parse(resolved.out);
    expect(document).toMatchObject({ resolved: [{ address: GRACE, state: 'absent' }], doubts: [] });
    const schema = JSON.parse(
      readFileSync(new URL('../../schemas/history.schema.json', import.meta.url), 'utf8'),
    );
    const check = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(schema);
    check(document);
    expect(check.errors ?? []).toEqual([]);
    const shown = await history('last --json');
    check(JSON.parse(shown.out));
    expect(check.errors ?? []).toEqual([]);
    fault = undefined;
    expect(await apply()).toMatchObject({ exit: 0 });
    expect(emulator.state.liveContacts()).toHaveLength(1);
  });

  it('names the folder and the environment in what is to be pasted', async () => {
    fault = losing;
    await apply();
    const { out } = await history(`last -C ${folder}`);
    expect(out).toMatch(new RegExp(`interform history 2\\S+ -C ${folder} --resolve`));
  });
});
