import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BaseCommand } from '../../src/commands/base-command.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const HEAD = 'apiVersion: interform/v1\nkind: ';
const FILES: Readonly<Record<string, string>> = {
  'acme/migrations/0001-all.yaml': `${HEAD}DataAttributes
model: contact
attributes:
  plan: { type: options, options: [free, pro] }
---
${HEAD}Tags
tags: [vip]
---
${HEAD}Companies
companies:
  acme: { name: Acme }
---
${HEAD}ContactSet
name: beta
contacts:
  - { external_id: ada, name: Ada, tags: [vip], companies: [acme], custom_attributes: { plan: pro } }
source: { file: data/people.csv }
---
${HEAD}Merges
merges:
  - { from: { id: lead-1 }, into: { external_id: ada }, skip_duplicate_validation: true }
`,
  'acme/migrations/data/people.csv': 'external_id,name\ngrace,Grace\n',
  'acme/interform.yaml': `${HEAD}Project\nguards: { max_merge: 1 }\n`,
  'wrong/migrations/0001.yaml': `${HEAD}Tags\ntagz: [vip]\n`,
  'broken/interform.yaml': 'apiVersion: [\n',
  'acme/people.csv': 'email,Plan\nada@acme.test,pro\ngrace@acme.test,free\n',
};

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeAll(async () => {
  emulator = createEmulator({
    seed: { contacts: [{ id: 'lead-1', role: 'lead', email: 'visitor@acme.test' }], tags: ['old'] },
  });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-documents-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const compiled = new Map<string, ValidateFunction>();

/** What the shipped schema of a document's format has against it. */
function errorsOf(document: { readonly format: string }): unknown {
  const name = /^interform-([a-z]+)\/1$/.exec(document.format)?.[1] ?? document.format;
  const known = compiled.get(name);
  const validate =
    known ??
    new Ajv2020({ allErrors: true, strict: true, strictRequired: false, allowUnionTypes: true }).compile(
      JSON.parse(readFileSync(join(root, 'schemas', `${name}.schema.json`), 'utf8')) as object,
    );
  compiled.set(name, validate);
  validate(document);
  return validate.errors ?? [];
}

async function documentOf(name: keyof typeof COMMANDS, argv: readonly string[], token = 'any') {
  const command = COMMANDS[name] as unknown as Parameters<typeof runCommand>[0] & typeof BaseCommand;
  const env = { INTERCOM_ACCESS_TOKEN: token, INTERCOM_BASE_URL: server.url };
  const ran = await runCommand(command, [...argv, '--json'], fakeTerminal({ cwd: folder, env }));
  return { exit: ran.exit, err: ran.err, document: JSON.parse(ran.out) };
}

describe('with --json stdout is one document that its shipped schema describes', () => {
  it.each<[keyof typeof COMMANDS, string, number, string]>([
    ['validate', '-C acme', 0, 'validate'],
    ['validate', '-C wrong', 1, 'validate'],
    ['validate', '-C broken', 1, 'validate'],
    ['validate', '--nope', 1, 'error'],
    ['render', '-C acme', 0, 'render'],
    ['render', '-C wrong', 1, 'render'],
    ['generate', 'types -C acme', 0, 'generate'],
    ['generate', 'types -C acme --format json-schema --out acme.schema.json', 0, 'generate'],
    ['generate', 'docs -C acme --out acme.md --check', 2, 'generate'],
    ['generate', 'docs -C wrong', 1, 'error'],
    ['generate', 'schema', 1, 'error'],
    ['doctor', '-C acme', 0, 'doctor'],
    ['doctor', '-C broken', 1, 'doctor'],
    ['plan', '-C acme', 0, 'plan'],
    ['plan', '-C acme --out plan.jsonl --receipt plan.receipt', 0, 'plan'],
    ['plan', '-C acme --target tag/vip --mask --detailed-exitcode', 2, 'plan'],
    ['plan', '-C acme --allow merge=0', 5, 'plan'],
    ['plan', '-C acme --target tag/nope', 1, 'error'],
    ['plan', '-C wrong', 1, 'error'],
    ['show', 'plan.jsonl', 0, 'plan'],
    ['show', 'nowhere.jsonl', 1, 'error'],
    ['snapshot', '-C acme', 0, 'snapshot'],
    ['snapshot', '-C acme --contacts', 0, 'snapshot'],
    ['snapshot', '-C acme --out acme.snapshot.json', 0, 'snapshot'],
    ['plan', '-C acme --snapshot acme.snapshot.json', 0, 'plan'],
    ['snapshot', '-C broken', 1, 'error'],
    ['apply', '-C acme --auto-approve --limit 1 --target contact/beta/grace', 0, 'result'],
    ['apply', '-C acme --auto-approve --allow merge=0', 5, 'result'],
    ['apply', '-C acme --auto-approve --mask', 0, 'result'],
    ['apply', '-C acme', 1, 'error'],
    ['apply', '-C wrong --auto-approve', 1, 'error'],
    ['history', '-C acme', 0, 'history'],
    ['history', 'last -C acme', 0, 'history'],
    ['history', 'last -C acme --mask', 0, 'history'],
    ['history', '-C wrong', 0, 'history'],
    ['history', 'last -C wrong', 1, 'error'],
    ['history', 'last -C acme --resolve tag/vip=absent', 1, 'error'],
    ['pull', '-C acme --check', 2, 'pull'],
    ['pull', '-C acme', 0, 'pull'],
    ['pull', '-C acme --as csv --out pulled.csv', 0, 'pull'],
    ['pull', '-C wrong', 1, 'error'],
    ['audit', '-C acme', 0, 'audit'],
    ['audit', 'contacts -C acme --merges found.yaml', 0, 'audit'],
    ['audit', 'people', 1, 'error'],
    ['new', 'acme/people.csv -C acme --name people', 0, 'new'],
    ['new', 'nowhere.csv -C acme', 1, 'error'],
    ['init', '--dir started --workspace-id ecahpwf5', 0, 'init'],
    ['init', '--dir started --ci svn', 1, 'error'],
    ['unlock', '7f3a9c01 -C acme', 1, 'error'],
    ['explain', '', 0, 'explain'],
    ['explain', 'unknown-option', 0, 'explain'],
    ['explain', 'unknown-opinion', 1, 'error'],
    ['demo', '', 0, 'demo'],
    ['emulator', '--port x', 1, 'error'],
  ])('%s %s: exit %i, interform-%s/1', async (name, argv, exit, format) => {
    const { document, ...ran } = await documentOf(name, argv.split(' ').filter(Boolean));
    expect({ ...ran, format: document.format }).toEqual({ exit, err: '', format: `interform-${format}/1` });
    expect(errorsOf(document)).toEqual([]);
    if (document.exit !== undefined) expect(document.exit).toBe(exit);
  });

  it.each([['--version'], ['help'], ['plan', '--help'], ['plna']])('interform %s %s', (...argv) => {
    const run = spawnSync(process.execPath, [join(root, 'bin', 'run.js'), ...argv, '--json'], {
      encoding: 'utf8',
    });
    const document = JSON.parse(run.stdout);
    expect(errorsOf(document)).toEqual([]);
    expect(document.exit).toBe(run.status);
  });

  it('the emulator, when it is ready', () => {
    const ready = { format: 'interform-emulator/1', exit: 0, diagnostics: [], url: server.url };
    expect(errorsOf(ready)).toEqual([]);
  });
});

describe('the schemas of documents', () => {
  it('ship for every format that the code prints', () => {
    const formats = ['commands', 'app', 'types'].flatMap((part) =>
      readdirSync(join(root, 'src', part), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => [
          ...readFileSync(join(root, 'src', part, file), 'utf8').matchAll(/'interform-([a-z]+)\/1'/g),
        ]),
    );
    const names = new Set(formats.map(([, name]) => name));
    expect(names.size).toBeGreaterThan(12);
    const files = new Set(readdirSync(join(root, 'schemas')));
    const bare = [...names].filter((name) => !files.has(`${name}.schema.json`));
    // A receipt is no document of a command: only apply --expect reads it.
    expect(bare.filter((name) => name !== 'receipt')).toEqual([]);
  });
});
