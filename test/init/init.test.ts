import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { Init } from '../../src/commands/init.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator } from '../../src/emulator/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from '../commands/fake-terminal.ts';

const schema = JSON.parse(readFileSync(new URL('../../schemas/init.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(schema);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-init-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(folder, file), 'utf8');
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};
const files = () =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
const run = (argv: readonly string[], options: FakeTerminalOptions = {}) =>
  runCommand(Init, argv, fakeTerminal({ cwd: folder, ...options }));
const check = (argv: readonly string[] = []) => runCommand(Validate, argv, fakeTerminal({ cwd: folder }));

async function withAcme(work: (url: string) => Promise<void>) {
  const emulator = createEmulator({ seed: { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'EU' } } });
  const server = await emulator.listen({ port: 0 });
  try {
    await work(server.url);
  } finally {
    await server.close();
  }
}

describe('interform init', () => {
  it('writes a project that validates clean, and says what to do next', async () => {
    const { exit, out, err } = await run([]);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(files()).toEqual([
      '.github/workflows/interform.drift.yml',
      '.github/workflows/interform.yml',
      '.gitignore',
      '.vscode/extensions.json',
      '.vscode/settings.json',
      'interform.yaml',
      'migrations/0001-attributes.yaml',
    ]);
    expect(out).toContain('+ interform.yaml');
    expect(out).toContain('interform pull');
    expect(await check()).toMatchObject({ exit: 0, err: '' });
    expect(read('interform.yaml')).toContain('$schema=node_modules/interform/schemas/project.schema.json');
    expect(read('.gitignore').split('\n')).toEqual(
      expect.arrayContaining(['.env', '*.plan', 'plan.jsonl', '*.receipt', 'rejected-*.csv', '.interform/']),
    );
  });

  it('pins the workspace that the token opens', async () => {
    await withAcme(async (url) => {
      const env = { INTERCOM_ACCESS_TOKEN: 'acme-token' };
      const { exit, out } = await run(['--base-url', url, '--ci', 'none'], { env });
      expect(exit).toBe(0);
      expect(out).toContain('Pinned to workspace ecahpwf5 (Acme).');
      expect(parse(read('interform.yaml'))).toMatchObject({
        workspace: { id: 'ecahpwf5', region: 'eu', token_env: 'INTERCOM_ACCESS_TOKEN' },
        guards: { max_create: 500, max_merge: 0 },
      });
      expect(files()).not.toContain('.github/workflows/interform.yml');
      for (const file of files()) expect(read(file)).not.toContain('acme-token');
    });
  });

  it('refuses a token of another workspace than the one that is named, and writes nothing', async () => {
    await withAcme(async (url) => {
      const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: url };
      const { exit, err } = await run(['--workspace-id', 'x1y2z3'], { env });
      expect(exit).toBe(1);
      expect(err).toContain('error[wrong-workspace]');
      expect(files()).toEqual([]);
    });
  });

  it('goes on without a pin where the workspace cannot be asked', async () => {
    const emulator = createEmulator({ token: 'another' });
    const server = await emulator.listen({ port: 0 });
    const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: server.url };
    const { exit, err } = await run([], { env });
    await server.close();
    expect(exit).toBe(0);
    expect(err).toMatch(/^warning\[/);
    expect(parse(read('interform.yaml')).workspace).toEqual({ token_env: 'INTERCOM_ACCESS_TOKEN' });
  });

  it('writes environments, each with its own token, that validate clean', async () => {
    const argv = [
      '--env',
      'staging',
      '--env',
      'prod-eu',
      '--workspace-id',
      'staging=x1y2z3',
      '--region',
      'eu',
    ];
    const { exit } = await run(argv);
    expect(exit).toBe(0);
    expect(parse(read('interform.yaml'))).toMatchObject({
      default_environment: 'staging',
      environments: {
        staging: { workspace: { id: 'x1y2z3', region: 'eu', token_env: 'INTERCOM_STAGING_TOKEN' } },
        'prod-eu': { workspace: { token_env: 'INTERCOM_PROD_EU_TOKEN' } },
      },
    });
    expect(await check()).toMatchObject({ exit: 0, err: '' });
    expect(await check(['--env', 'prod-eu'])).toMatchObject({ exit: 0, err: '' });
    const { jobs } = parse(read('.github/workflows/interform.yml'));
    expect(Object.keys(jobs)).toEqual([
      'plan-staging',
      'plan-prod-eu',
      'preview-staging',
      'preview-prod-eu',
      'apply-staging',
      'apply-prod-eu',
    ]);
    expect(jobs['preview-prod-eu'].needs).toEqual(['preview-staging']);
    expect(jobs['apply-prod-eu']).toMatchObject({
      needs: ['preview-prod-eu', 'apply-staging'],
      environment: 'prod-eu',
    });
  });

  it.each([
    ['github', '.github/workflows/interform.yml', 'ci-github.md'],
    ['github', '.github/workflows/interform.drift.yml', 'ci-github.md'],
    ['gitlab', '.gitlab/interform.yml', 'ci-gitlab.md'],
  ])('writes what the guide shows for %s', async (system, file, page) => {
    await run(['--ci', system]);
    const guide = readFileSync(new URL(`../../docs/guides/${page}`, import.meta.url), 'utf8');
    expect(guide).toContain(`\`\`\`yaml\n${read(file)}\`\`\`\n`);
  });

  it('overwrites nothing and lists what is there', async () => {
    write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\n');
    write('migrations/0007-ours.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n');
    write('.gitignore', 'dist\n.env\n');
    const { exit, out } = await run(['--json', '--ci', 'none']);
    expect(exit).toBe(0);
    const document = JSON.parse(out);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    expect(document.files).toEqual([
      { file: 'interform.yaml', action: 'exists' },
      { file: 'migrations/0001-attributes.yaml', action: 'exists' },
      { file: '.vscode/settings.json', action: 'created' },
      { file: '.vscode/extensions.json', action: 'created' },
      { file: '.gitignore', action: 'extended' },
    ]);
    expect(read('interform.yaml')).toBe('apiVersion: interform/v1\nkind: Project\n');
    expect(files()).toEqual([
      '.gitignore',
      '.vscode/extensions.json',
      '.vscode/settings.json',
      'interform.yaml',
      'migrations/0007-ours.yaml',
    ]);
    expect(read('.gitignore')).toMatch(/^dist\n\.env\n# interform.*\n\*\.plan\n/);
    await run(['--ci', 'none']);
    expect(read('.gitignore').match(/\*\.plan\n/g)).toHaveLength(1);
  });

  it('asks on a terminal what no flag says', async () => {
    const terminal = fakeTerminal({ cwd: folder, answers: ['staging production', 'x1', '', 'eu', 'none'] });
    const { exit } = await runCommand(Init, [], terminal);
    expect(exit).toBe(0);
    expect(terminal.questions).toHaveLength(5);
    expect(parse(read('interform.yaml')).environments.staging.workspace).toMatchObject({
      id: 'x1',
      region: 'eu',
    });
    expect(files()).not.toContain('.github/workflows/interform.yml');
  });

  it('asks nothing with --yes, and writes nothing when an answer is refused', async () => {
    const quiet = fakeTerminal({ cwd: folder, answers: [] });
    await runCommand(Init, ['--yes', '--dir', 'crm'], quiet);
    expect(quiet.questions).toEqual([]);
    expect(files()).toContain('crm/interform.yaml');
    const odd = await run(['--ci', 'none', '--dir', "it's c+rm"]);
    expect(odd.out).toContain(`Next:\n  cd 'it'\\''s c+rm'`);
    expect((await run(['--ci', 'none', '--dir', 'crm'])).out).toContain('Next:\n  cd crm ');
    expect((await run(['--ci', 'none', '--dir', '.'])).out).not.toContain('cd ');
    for (const name of ["it's c+rm", 'migrations', 'interform.yaml', '.gitignore', '.vscode'])
      rmSync(join(folder, name), { recursive: true });
    rmSync(join(folder, 'crm'), { recursive: true });
    const stopped = fakeTerminal({ cwd: folder, answers: ['staging'] });
    expect((await runCommand(Init, [], stopped)).exit).toBe(1);
    expect(files()).toEqual([]);
  });

  it.each([
    ['an environment that is no name', ['--env', 'a b']],
    ['two environments of one token', ['--env', 'a-b', '--env', 'a_b']],
    ['an id of an unknown environment', ['--workspace-id', 'staging=x1']],
    ['an id without an environment', ['--env', 'staging', '--workspace-id', 'x1']],
  ])('refuses %s', async (_what, argv) => {
    const { exit, out } = await run([...argv, '--json']);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      diagnostics: [{ code: 'bad-flag-value' }],
    });
    expect(files()).toEqual([]);
  });
});
