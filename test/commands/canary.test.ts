import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Audit } from '../../src/commands/audit.ts';
import { Demo } from '../../src/commands/demo.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { Generate } from '../../src/commands/generate.ts';
import { History } from '../../src/commands/history.ts';
import { Init } from '../../src/commands/init.ts';
import { New } from '../../src/commands/new.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Pull } from '../../src/commands/pull.ts';
import { Render } from '../../src/commands/render.ts';
import { Show } from '../../src/commands/show.ts';
import { Snapshot } from '../../src/commands/snapshot.ts';
import { Validate } from '../../src/commands/validate.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import {
  ADA,
  ATTRIBUTES,
  contacts,
  EVE,
  FAILURES,
  type Failure,
  PEOPLE,
  PERSONAL,
  SECRET,
  TOKEN,
} from './canary-failures.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { type Fault, serveWithFaults } from './faulty-server.ts';

const COMMANDS = {
  apply: Apply,
  audit: Audit,
  demo: Demo,
  doctor: Doctor,
  generate: Generate,
  history: History,
  init: Init,
  new: New,
  plan: Plan,
  pull: Pull,
  render: Render,
  show: Show,
  snapshot: Snapshot,
  validate: Validate,
};

let emulator: Emulator;
let front: { readonly url: string; readonly close: () => Promise<void> };
let fault: Fault | undefined;
let folder: string;

beforeEach(() => start(TOKEN));

/** A workspace that this token opens, and a project. */
async function start(token: string): Promise<void> {
  fault = undefined;
  emulator = createEmulator({ token });
  front = await serveWithFaults(emulator, (...call) => fault?.(...call));
  folder = mkdtempSync(join(tmpdir(), 'interform-canary-'));
  write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nmanifests: manifests\n');
  write('manifests/attributes.yaml', ATTRIBUTES);
  write('manifests/contacts.yaml', contacts(ADA, EVE));
  write('people.csv', PEOPLE);
  emulator.foreign('POST', '/data_attributes', { model: 'contact', name: 'pronouns', data_type: 'string' });
  for (const [role, name] of [
    ['user', 'live'],
    ['lead', 'live'],
    ['lead', 'gone'],
  ] as const) {
    emulator.foreign('POST', '/contacts', {
      role,
      email: `canary-${name}@acme.test`,
      name: `Canary ${name}`,
      phone: '+353871234500',
      custom_attributes: { pronouns: 'secret-pronoun-live' },
      ...(role === 'user' ? { external_id: 'live' } : {}),
    });
  }
}

afterEach(stop);

async function stop(): Promise<void> {
  vi.unstubAllGlobals();
  await front.close();
  rmSync(folder, { recursive: true, force: true });
}

function write(name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const LINES = [
  'validate',
  'validate --json --mask',
  'render',
  'render --json --mask',
  'generate types',
  'generate types --format json-schema',
  'generate docs --out dictionary.md --target attribute/**',
  'generate docs --out dictionary.md --check',
  'plan --verbose',
  'plan --format markdown',
  'plan --format html',
  'validate --format github',
  'plan --format sarif',
  'apply --auto-approve --format github --report html=masked.html --report text=masked.txt',
  'plan --json --mask',
  'plan --mask --out masked.jsonl --receipt new.receipt',
  'show saved.jsonl',
  'show saved.jsonl --format markdown',
  'show saved.jsonl --format html',
  'show saved.jsonl --json --mask',
  'plan --target contact/beta/canary-ada@acme.test --format markdown',
  'show canary-ada@acme.test.jsonl',
  'pull --contacts --check',
  'pull --contacts --json --mask --check',
  'audit',
  'audit --json --mask',
  'audit contacts --merges merges.yaml',
  'snapshot --out taken.json',
  'snapshot --contacts',
  'doctor',
  'doctor --json --mask',
  'new people.csv',
  'new people.csv --json --mask --name second',
  'init --dir started --yes --ci none',
  'apply --auto-approve --expect saved.receipt --format markdown',
  'apply --auto-approve --verbose',
  'apply saved.jsonl --auto-approve --format html',
  'apply saved.jsonl --auto-approve --json --mask',
  'history',
  'history --json --mask',
  'history last',
  'history last --full',
  'history last --json --mask',
  'history canary-ada@acme.test',
  'history last --resolve contact/beta/canary-ada@acme.test=canary-eve',
  'history last --resolve contact/beta/canary-eve@acme.test=absent',
  'history last --resolve contact/beta/canary-ada@acme.test=absent --json --mask',
  'pull --contacts',
];

async function run(line: string, env: Readonly<Record<string, string>> = {}, unforeseen?: string) {
  const [name = '', ...argv] = line.split(' ');
  const command = COMMANDS[name as keyof typeof COMMANDS];
  const isHandedOver = env['HANDED_OVER'] !== undefined && 'token-fd' in (command.flags ?? {});
  if (isHandedOver) argv.push('--token-fd', '3');
  const given = { CI: 'true', INTERCOM_ACCESS_TOKEN: TOKEN, INTERCOM_BASE_URL: front.url, ...env };
  // What is empty is not set: .env overrides nothing.
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  const terminal = fakeTerminal({
    cwd: folder,
    env: set,
    descriptors: { 3: `${env['HANDED_OVER']}\n` },
  });
  // What waits for the rate limit waits until the clock says so.
  const waiting = {
    ...terminal,
    sleep: async (ms: number) => terminal.tick(ms),
    every: (ms: number, tick: () => void) => {
      if (unforeseen !== undefined) throw new SyntaxError(unforeseen);
      return terminal.every(ms, tick);
    },
  };
  const { exit, out, err } = await runCommand(command, argv, waiting);
  return { line, exit, all: out + err };
}

function filesBelow(at: string): string[] {
  return readdirSync(at).flatMap((name) => {
    const path = join(at, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

/** Makes the client give up on an answer at once. */
function hurry(): void {
  const { setTimeout } = globalThis;
  // The timers of fetch itself, which hand something over, stay as they are.
  vi.stubGlobal('setTimeout', (work: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) =>
    setTimeout(work, (ms ?? 0) >= 30_000 && given.length === 0 ? 30 : ms, ...given),
  );
}

/** Runs every command beside a failure: nothing may show a token, nor a person where masked. */
async function lookForLeaks({ files = {}, env = {}, fault: broken, before, unforeseen, sign }: Failure) {
  await run('plan --out saved.jsonl --receipt saved.receipt', env['HANDED_OVER'] === undefined ? {} : env);
  for (const [name, text] of Object.entries(files)) write(name, text);
  before?.(emulator);
  fault = broken;
  const leaks: string[] = [];
  let signs = 0;
  if (broken !== undefined) hurry();
  for (const line of LINES) {
    const masked = env['MASKED'] === undefined ? line : `${line} --mask`;
    const { all, exit } = await run(masked, env, unforeseen);
    if (sign.test(all)) signs += 1;
    for (const text of all.split('\n'))
      if (PERSONAL.test(text) || SECRET.test(text)) leaks.push(`${line} (${exit}): ${text.slice(0, 400)}`);
  }
  for (const path of filesBelow(folder)) {
    const text = readFileSync(path, 'utf8');
    if (SECRET.test(text) && !/\.env$|interform\.yaml$/.test(path)) leaks.push(`token in ${path}`);
    if (/masked|receipt/.test(path) && PERSONAL.test(text)) leaks.push(`personal in ${path}`);
  }
  expect(leaks).toEqual([]);
  expect(signs).toBeGreaterThan(0);
}

/** Failures that repeat the token, or that come before or long after it was read. */
const HANDED_OVER = new Set([
  'nothing',
  '401 to everything',
  '500 to everything',
  '422 to writes',
  'a gateway in between',
  'JSON of another shape',
  'a redirect that carries data',
  'an error that nobody foresaw',
  'a project file with another token in it',
]);

describe('the canaries', () => {
  it.each(FAILURES)('$title', (failure) => lookForLeaks(failure));

  const handedOver = FAILURES.filter(({ title }) => HANDED_OVER.has(title));

  it('know every failure that a token by a file descriptor is tried with', () => {
    expect(handedOver.length).toBe(HANDED_OVER.size);
  });

  it.each(handedOver)(
    '$title, with a token by a file descriptor',
    async (failure) => {
      // Another token than the one that earlier cases may have made known.
      const token = 'canary-token-by-fd-1a2b3c';
      await stop();
      await start(token);
      const told = (text: string) => text.replaceAll(TOKEN, token);
      await lookForLeaks({
        ...failure,
        env: { INTERCOM_ACCESS_TOKEN: '', HANDED_OVER: token },
        ...(failure.unforeseen === undefined ? {} : { unforeseen: told(failure.unforeseen) }),
      });
    },
    60_000,
  );

  it.each([
    ['in .env', '.env'],
    ['by a file descriptor', 'descriptor'],
    ['of the environment', 'variable'],
  ] as const)('a token %s, and an error that nobody foresaw after it was used', async (_where, place) => {
    const token = `canary-token-${place}`;
    if (place === '.env') write('.env', `INTERCOM_ACCESS_TOKEN=${token}\n`);
    let asked = false;
    fault = () => {
      asked = true;
      return undefined;
    };
    const terminal = fakeTerminal({
      cwd: folder,
      env: { INTERCOM_BASE_URL: front.url, ...(place === 'variable' ? { INTERCOM_TOKEN: token } : {}) },
      descriptors: { 3: token },
    });
    const now = () => {
      if (asked) throw new RangeError(`${token} is no time`);
      return terminal.now();
    };
    const argv = place === 'descriptor' ? ['--verbose', '--token-fd', '3'] : ['--verbose'];
    const { out, err } = await runCommand(Plan, argv, { ...terminal, now });
    expect(err).toContain('RangeError: [redacted] is no time');
    expect(err).toContain('error[internal-error]');
    expect(out + err).not.toMatch(SECRET);
  });

  it('the tour, which knows no other people than its own', async () => {
    const { exit, all } = await run('demo');
    expect(exit).toBe(0);
    expect(all).toContain('No changes.');
    expect(all).not.toMatch(SECRET);
    expect(all).not.toMatch(/@example\.(?:com|test)/);
  });
});
