import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { Init } from '../../src/commands/init.ts';
import { Plan } from '../../src/commands/plan.ts';
import { readDescriptor } from '../../src/commands/read-descriptor.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from './fake-terminal.ts';
import { serveWithFaults } from './faulty-server.ts';

const TOKEN = 'dG9rOmFkYS1sb3ZlbGFjZQ==';
const PROJECT = 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n';

let emulator: Emulator;
let server: { readonly url: string; readonly close: () => Promise<void> };
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({ token: TOKEN });
  server = await serveWithFaults(emulator, () => undefined);
  folder = mkdtempSync(join(tmpdir(), 'interform-token-fd-'));
  writeFileSync(join(folder, 'interform.yaml'), PROJECT);
  writeFileSync(join(folder, 'tags.yaml'), 'apiVersion: interform/v1\nkind: Tags\ntags: [VIP]\n');
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Given = Pick<FakeTerminalOptions, 'env' | 'descriptors' | 'answers'>;

function run(command: typeof Plan | typeof Apply | typeof Doctor | typeof Init, line: string, given: Given) {
  const env = { INTERCOM_BASE_URL: server.url, ...given.env };
  const argv = line.split(' ').filter((word) => word !== '');
  return runCommand(command, argv, fakeTerminal({ cwd: folder, ...given, env }));
}

/** The one finding of a command that is refused. */
async function refused(line: string, descriptors: Given['descriptors'], env: Given['env'] = {}) {
  const { exit, out } = await run(Plan, `--json ${line}`, { env: env ?? {}, descriptors: descriptors ?? {} });
  const document = JSON.parse(out) as {
    format: string;
    diagnostics: { code: string; summary: string; detail?: string; help?: string }[];
  };
  expect({ exit, format: document.format }).toEqual({ exit: 1, format: 'interform-error/1' });
  expect(document.diagnostics).toHaveLength(1);
  const [finding] = document.diagnostics;
  expect(finding?.help ?? '').not.toBe('');
  return finding;
}

describe('--token-fd', () => {
  it('is taken by every command that takes --base-url, and by no other', () => {
    const taking = (flag: string) =>
      Object.entries(COMMANDS).flatMap(([name, command]) => (flag in (command.flags ?? {}) ? [name] : []));
    const talks = taking('base-url').filter((name) => !['validate', 'render'].includes(name));
    expect(talks).toEqual(
      expect.arrayContaining(['apply', 'audit', 'doctor', 'init', 'plan', 'pull', 'snapshot']),
    );
    expect(taking('token-fd')).toEqual(talks);
  });

  it.each([
    ['as it is', TOKEN],
    ['with a line break behind it', `${TOKEN}\n`],
    ['with a line break of Windows', `${TOKEN}\r\n`],
  ])('reads the token %s', async (_what, held) => {
    const { exit, out } = await run(Plan, '--token-fd 3', { descriptors: { 3: held } });
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('tag/vip') });
  });

  it('wins over every variable, also over the one that the project names', async () => {
    writeFileSync(join(folder, 'interform.yaml'), `${PROJECT}workspace: { token_env: ACME_TOKEN }\n`);
    const env = { INTERCOM_ACCESS_TOKEN: 'another-token', ACME_TOKEN: 'another-token-too' };
    const { exit, out } = await run(Doctor, '--token-fd 7', { env, descriptors: { 7: TOKEN } });
    expect(out).toMatch(/ok +token +from --token-fd, accepted/);
    expect(exit).toBe(0);
    expect(
      (await run(Plan, '--token-fd 7', { descriptors: { 7: 'not-accepted' }, env: { ACME_TOKEN: TOKEN } }))
        .err,
    ).toContain('intercom-unauthorized');
  });

  it('may be standard input where that is not data', async () => {
    expect(await run(Plan, '--token-fd 0', { descriptors: { 0: `${TOKEN}\n` } })).toMatchObject({ exit: 0 });
    expect(await refused('--token-fd 0 --data billing.csv=-', { 0: TOKEN })).toMatchObject({
      code: 'bad-token-fd',
      summary: expect.stringContaining('--data'),
    });
  });

  it('keys the mask, as a token of the environment does', async () => {
    const people =
      'apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n  - { external_id: "1", email: ada@acme.test }\n';
    writeFileSync(join(folder, 'people.yaml'), people);
    const line = '--format markdown';
    const byVariable = await run(Plan, line, { env: { INTERCOM_ACCESS_TOKEN: TOKEN } });
    const byDescriptor = await run(Plan, `${line} --token-fd 3`, { descriptors: { 3: TOKEN } });
    expect(byVariable.out).toMatch(/[0-9a-f]{8}/);
    expect(byDescriptor.out).toBe(byVariable.out);
    // Also what ends before there is a project to ask.
    writeFileSync(join(folder, 'interform.yaml'), `${PROJECT}nmae: ada@acme.test\n`);
    const wrong = '--mask --env ada@acme.test';
    const wrongByVariable = await run(Plan, wrong, { env: { INTERCOM_ACCESS_TOKEN: TOKEN } });
    expect((await run(Plan, `${wrong} --token-fd 3`, { descriptors: { 3: TOKEN } })).err).toBe(
      wrongByVariable.err,
    );
  });

  it('writes with it', async () => {
    const done = await run(Apply, '--auto-approve --token-fd 3', { descriptors: { 3: TOKEN } });
    expect(done).toMatchObject({ exit: 0, out: expect.stringContaining('1 done') });
  });

  it('pins the workspace at init, and serves one environment', async () => {
    const descriptors = { 3: TOKEN };
    const one = await run(Init, '--dir one --yes --ci none --env staging --token-fd 3', { descriptors });
    expect(one.exit).toBe(0);
    expect(one.out + one.err).not.toContain('then pin what');
    const line = '--dir two --yes --ci none --env staging --env production --token-fd 3';
    const two = await run(Init, line, { descriptors });
    expect(two).toMatchObject({ exit: 1, err: expect.stringContaining('error[bad-token-fd]') });
  });

  it.each([
    ['a closed descriptor', '3', {}, /it is closed/],
    ['one that cannot be read', '3', { 3: { problem: 'it is a folder' } }, /it is a folder/],
    ['standard output', '1', { 1: TOKEN }, /standard output/],
    ['standard error', '2', { 2: TOKEN }, /standard error/],
    ['nothing', '3', { 3: '' }, /empty/],
    ['only a line break', '3', { 3: '\n' }, /empty/],
    ['too much', '3', { 3: 'a'.repeat(5000) }, /4096/],
    ['no number', 'three', {}, /number/],
    ['a negative number', '-3', {}, /number/],
    ['a number that no descriptor has', '99999999999', {}, /number/],
  ])('refuses %s', async (_what, fd, descriptors, message) => {
    const finding = await refused(`--token-fd=${fd}`, descriptors);
    expect(finding?.code).toBe('bad-token-fd');
    expect(`${finding?.summary} ${finding?.detail}`).toMatch(message);
    expect(finding?.help).toContain('--token-fd 3 3<<<"$TOKEN"');
  });

  it.each([
    ['binary data', Uint8Array.of(0, 1, 2, 255)],
    ['two lines', `${TOKEN}\n${TOKEN}\n`],
    ['two line breaks behind it', `${TOKEN}\n\n`],
    ['a space before it', ` ${TOKEN}`],
    ['the word Bearer before it', `Bearer ${TOKEN}`],
    ['quotes around it', `“${TOKEN}”`],
  ])('refuses %s without showing it', async (_what, held) => {
    const finding = await refused('--token-fd 3', { 3: held });
    expect(finding?.code).toBe('bad-token');
    expect(JSON.stringify(finding)).not.toContain('dG9r');
  });

  it('does not repeat a token that stands where the number belongs', async () => {
    expect(JSON.stringify(await refused(`--token-fd ${TOKEN}`, {}))).not.toContain('dG9r');
  });
});

describe('an inherited descriptor', () => {
  const withFile = async <T>(text: string, work: (fd: number) => Promise<T>): Promise<T> => {
    const path = join(folder, 'token');
    writeFileSync(path, text);
    const fd = openSync(path, 'r');
    return work(fd).finally(() => closeSync(fd));
  };

  it('is read to its end, and no further than is asked', async () => {
    expect(await withFile('abc', (fd) => readDescriptor(fd, 10))).toEqual({ bytes: Buffer.from('abc') });
    expect(await withFile('abcdef', (fd) => readDescriptor(fd, 4))).toEqual({ bytes: Buffer.from('abcd') });
  });

  it('says why where it cannot be read', async () => {
    expect(await readDescriptor(9999, 10)).toEqual({ problem: 'nothing was passed there' });
    const fd = openSync(folder, 'r');
    expect(await readDescriptor(fd, 10)).toEqual({ problem: 'it is a folder' });
    closeSync(fd);
    const written = openSync(join(folder, 'new'), 'w');
    expect(await readDescriptor(written, 10)).toEqual({ problem: 'it is not open for reading' });
    closeSync(written);
  });
});
