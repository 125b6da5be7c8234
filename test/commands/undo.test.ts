import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { History } from '../../src/commands/history.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Show } from '../../src/commands/show.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const TOKEN = 'canary-token-9f8e7d';
/** None of these may be found in a masked output, in any of the forms that it is written in. */
const CANARIES = /canary|%2B3538712|3538712345|secret-pronoun/i;
const PEOPLE = (ada: string) => `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  pronouns: { type: string, sensitive: true }
---
apiVersion: interform/v1
kind: ContactSet
name: beta
defaults: { role: lead }
contacts:
  - { email: canary-ada@acme.test, ${ada} }
  - { email: canary-eve@acme.test, name: Canary Eve }
`;
const FIRST = PEOPLE(
  'name: Canary Ada, phone: "+353871234567", custom_attributes: { pronouns: secret-pronoun-a }',
);
const SECOND = PEOPLE(
  'name: Canary Countess, phone: "+353871234568", custom_attributes: { pronouns: secret-pronoun-b }',
);

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({ token: TOKEN });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-undo-'));
  write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n');
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

const COMMANDS = { plan: Plan, apply: Apply, show: Show, history: History };

async function run(line: string, env: Readonly<Record<string, string>> = {}) {
  const [name, ...argv] = line.split(' ').filter(Boolean);
  const terminal = fakeTerminal({
    cwd: folder,
    env: { INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: server.url, ...env },
  });
  const ran = await runCommand(COMMANDS[name as keyof typeof COMMANDS], argv, terminal);
  return { ...ran, all: ran.out + ran.err };
}

/** Applies these manifests; the id of the run. */
async function applied(manifests: string): Promise<string> {
  const ids = async () => {
    const { runs } = JSON.parse((await run('history --json')).out) as { runs: { id: string }[] };
    return runs.map(({ id }) => id);
  };
  const before = new Set(await ids());
  write('people.yaml', manifests);
  const { exit, all } = await run('apply --auto-approve --allow rekey=10');
  expect(exit, all).toBe(0);
  const [id] = (await ids()).filter((one) => !before.has(one));
  if (id === undefined) throw new Error('no run was recorded');
  return id;
}

const CI = { CI: 'true' };
const names = () => emulator.state.liveContacts().map(({ name }) => name);

function isValid(schema: string, document: unknown): void {
  const text = readFileSync(new URL(`../../schemas/${schema}.schema.json`, import.meta.url), 'utf8');
  const check = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(
    JSON.parse(text),
  );
  check(document);
  expect(check.errors ?? []).toEqual([]);
}

describe('plan --undo', () => {
  it('says which run is taken back, what goes, and what the manifests would do again', async () => {
    const id = await applied(FIRST);
    const { exit, out, err } = await run('plan --undo last --no-mask --allow archive=9');
    expect(exit).toBe(0);
    const [title, origin] = out.split('\n');
    expect(title).toContain('Workspace');
    expect(origin).toContain(`Takes back run ${id}`);
    expect(out).toContain('- contact/beta/canary-ada%40acme.test');
    expect(out).toContain('why: the run created it');
    expect(out).toContain('0 to update, 0 to convert, 0 to merge, 3 to archive');
    expect(out).not.toContain('Manifests up to version');
    expect(err).toContain('[undo-declared]');
    expect(names()).toHaveLength(2);
  });

  it('blocks what the guards do not allow, and exits as every plan does', async () => {
    await applied(FIRST);
    expect((await run('plan --undo last')).exit).toBe(5);
    expect((await run('plan --undo last --allow archive=9')).exit).toBe(0);
    expect((await run('plan --undo last --allow archive=9 --detailed-exitcode')).exit).toBe(2);
    expect((await run('apply --undo last --auto-approve')).exit).toBe(5);
    expect(names()).toHaveLength(2);
    expect((await run('apply --undo last --auto-approve --allow archive=9')).exit).toBe(0);
    expect(names()).toEqual([]);
  });

  it('is empty once all is taken back', async () => {
    const id = await applied(FIRST);
    await run('apply --undo last --auto-approve --allow archive=9');
    const { exit, out } = await run(`plan --undo ${id} --detailed-exitcode`);
    expect(exit).toBe(0);
    expect(out).toContain(`No changes. Nothing of run ${id} is left to take back.`);
  });

  it('prints a plan that the schema allows, and so does the result', async () => {
    const id = await applied(FIRST);
    const { out } = await run('plan --undo last --json --allow archive=9');
    const plan = JSON.parse(out);
    isValid('plan', plan);
    expect(plan).toMatchObject({ undoes: id, summary: { archive: 3 } });
    const result = JSON.parse((await run('apply --undo last --json --auto-approve --allow archive=9')).out);
    isValid('result', result);
    expect(result).toMatchObject({ exit: 0, summary: { done: 3 } });
    const { runs } = JSON.parse((await run('history --json')).out);
    expect(runs).toContainEqual(expect.objectContaining({ undoes: id }));
    expect(runs).toContainEqual(expect.objectContaining({ id, undone_by: [expect.any(String)] }));
  });

  it('is saved, shown again and applied from its file', async () => {
    const id = await applied(FIRST);
    expect((await run('plan --undo last --allow archive=9 --out undo.jsonl')).exit).toBe(0);
    const shown = await run('show undo.jsonl');
    expect(shown.out).toContain(`Takes back run ${id}`);
    const { exit, all } = await run('apply undo.jsonl --auto-approve --allow archive=9');
    expect(exit, all).toBe(0);
    expect(names()).toEqual([]);
    const { runs } = JSON.parse((await run('history --json')).out);
    expect(runs).toContainEqual(expect.objectContaining({ undoes: id }));
  });

  it('makes only what a receipt holds', async () => {
    const id = await applied(FIRST);
    const line = '--allow archive=9 --target contact/beta/canary-eve*';
    expect((await run(`plan --undo ${id} ${line} --receipt undo.receipt`)).exit).toBe(0);
    const { exit, all } = await run(
      `apply --undo ${id} --auto-approve --allow archive=9 --expect undo.receipt`,
    );
    expect(exit, all).toBe(3);
    expect(names()).toEqual(['Canary Ada']);
  });

  it.each([
    ['plan --undo yesterday', {}, 1, 'unknown-run'],
    ['plan --undo last --to 1', {}, 1, 'flag-without-effect'],
    ['plan --undo last --data a=b', {}, 1, 'flag-without-effect'],
    ['plan --undo last --snapshot s.json', {}, 1, 'flag-without-effect'],
    ['apply plan.jsonl --undo last --auto-approve', {}, 1, 'flag-without-effect'],
    ['apply --undo yesterday --auto-approve', {}, 1, 'unknown-run'],
  ] as const)('%s: %o exits %i with %s', async (line, env, exit, code) => {
    await applied(FIRST);
    const ran = await run(line, env);
    expect({ exit: ran.exit, out: ran.out }).toEqual({ exit, out: '' });
    expect(ran.err).toContain(`error[${code}]`);
  });

  it('is refused where the store kept no values, as in CI', async () => {
    write('people.yaml', FIRST);
    expect((await run('apply --auto-approve', CI)).exit).toBe(0);
    const { exit, err } = await run('plan --undo last');
    expect(exit).toBe(1);
    expect(err).toContain('error[undo-without-values]');
    expect(err).toContain('keep_values: true');
  });
});

describe('what an undo shows of people', () => {
  it.each([
    ['', CI],
    ['--mask', {}],
    ['--json --mask', {}],
    ['--format markdown', {}],
    ['--format html', {}],
    ['--format sarif', {}],
    ['--format github', {}],
  ] as const)('%s %o holds none of their values', async (flags, env) => {
    await applied(FIRST);
    const id = await applied(SECOND);
    const [{ id: ada = '' } = {}] = emulator.state.liveContacts();
    emulator.handle({
      method: 'PUT',
      url: `http://intercom.test/contacts/${ada}`,
      headers: { authorization: `Bearer ${TOKEN}`, 'intercom-version': '2.16' },
      body: JSON.stringify({ name: 'Canary Lovelace' }),
    });
    // Today's manifests say nothing of people, nor of what is sensitive.
    write('people.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n');
    const plain = await run(`plan --undo ${id} --no-mask --allow rekey=9`);
    expect(plain.all).toMatch(/canary-ada/);
    expect(plain.all).toContain('+353871234567');
    expect(plain.all).toContain('secret-pronoun-a');
    expect(plain.all).toContain('[undo-left-alone]');
    const { all, exit } = await run(`plan --undo ${id} --allow rekey=9 ${flags}`, env);
    expect(exit).toBe(0);
    // What is talked to a terminal is masked where the whole is.
    const answer = flags.startsWith('--format')
      ? (await run(`plan --undo ${id} --allow rekey=9 ${flags}`, CI)).all
      : all;
    expect(answer).not.toMatch(CANARIES);
    expect(answer.length).toBeGreaterThan(100);
  });
});
