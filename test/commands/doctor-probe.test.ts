import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/app/probing/checks/index.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { createEmulator, type Emulator, parseFaults } from '../../src/emulator/index.ts';
import { createKeyedHash } from '../../src/store/keyed-hash.ts';
import { Store } from '../../src/store/store.ts';
import type { FactsDocument } from '../../src/types/facts.ts';
import { openFolder } from '../store/opened-store.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from './fake-terminal.ts';

const PROJECT = 'apiVersion: interform/v1\nkind: Project\n';
const ENVIRONMENTS = `${PROJECT}environments:
  staging: { workspace: { id: ecahpwf5 } }
  prod: { workspace: { id: x1y2z3 } }
`;

let folder: string;
let emulator: Emulator;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-doctor-probe-'));
  emulator = emulatorOf('');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function emulatorOf(spec: string): Emulator {
  return createEmulator({
    faults: parseFaults(spec),
    seed: { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US' } },
  });
}

async function run(
  argv: readonly string[],
  { project = PROJECT, ...more }: FakeTerminalOptions & { readonly project?: string } = {},
) {
  writeFileSync(join(folder, 'interform.yaml'), project);
  const server = await emulator.listen({ port: 0 });
  try {
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
    const terminal = { ...fakeTerminal({ cwd: folder, env, ...more }), now: Date.now };
    const ran = await runCommand(Doctor, argv, terminal);
    return { ...ran, questions: terminal.questions };
  } finally {
    await server.close();
  }
}

const compiled = (name: string) =>
  new Ajv2020({ strict: true, strictTypes: false, allowUnionTypes: true }).compile(
    JSON.parse(readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8')) as object,
  );
const isDoctor = compiled('doctor');
const isFacts = compiled('facts');

const writes = () =>
  emulator.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/search'));
const file = () => JSON.parse(readFileSync(join(folder, 'interform-facts.json'), 'utf8')) as FactsDocument;

async function stored(): Promise<FactsDocument | undefined> {
  const backend = await openFolder(folder);
  const store = new Store(backend, createKeyedHash('', backend.hashKey));
  try {
    return await store.facts('ecahpwf5');
  } finally {
    await store.close();
  }
}

describe('doctor --probe', () => {
  it('shows what it found, writes it and keeps it', async () => {
    emulator = emulatorOf('or-in-or=off');
    const { exit, out, err } = await run(['--probe', '--workspace-id', 'ecahpwf5', '--yes']);
    expect(exit).toBe(0);
    expect(out).toMatch(/^question +assumed +found$/m);
    expect(out).toMatch(/^May a search hold an OR directly in an OR\? +accepted +refused \*$/m);
    expect(out).toContain('  a search with two OR groups in an OR: 400 parameter_invalid\n');
    expect(out).toContain(`${CHECKS.length - 1} answers as assumed, 1 different.`);
    expect(err).toContain('interform-facts.json');
    expect(file().workspace).toEqual({ id: 'ecahpwf5', name: 'Acme', region: 'US' });
    expect(file().facts).toHaveLength(CHECKS.length);
    expect(await stored()).toEqual(file());
  });

  it('asks for the id once more', async () => {
    const { exit, questions } = await run(['--probe', '--workspace-id', 'ecahpwf5'], {
      answers: ['ecahpwf5'],
    });
    expect(questions).toEqual([
      expect.stringContaining('Type the id of the workspace (ecahpwf5) to probe it: '),
    ]);
    expect(exit).toBe(0);
    expect(file().facts).toHaveLength(CHECKS.length);
  });

  it('prints one document', async () => {
    const out = join(folder, 'facts.json');
    const { exit, out: text } = await run([
      '--probe',
      '--workspace-id',
      'ecahpwf5',
      '--yes',
      '--json',
      '--out',
      out,
    ]);
    expect(exit).toBe(0);
    const document = JSON.parse(text) as { format: string; facts: FactsDocument };
    expect(isDoctor(document)).toBe(true);
    expect(isFacts(document.facts)).toBe(true);
    expect(document.format).toBe('interform-doctor/1');
    expect(document.facts).toEqual(JSON.parse(readFileSync(out, 'utf8')));
  });

  it.each<[string, readonly string[], FakeTerminalOptions & { readonly project?: string }, RegExp]>([
    ['another id is typed', ['--workspace-id', 'ecahpwf5'], { answers: ['acme'] }, /error\[not-probed\]/],
    [
      'the token opens another workspace',
      ['--workspace-id', 'x1y2z3', '--yes'],
      {},
      /error\[probe-workspace\]/,
    ],
    ['no workspace is named', ['--yes'], {}, /error\[bad-flag-value\].*--workspace-id/],
    ['nobody can be asked', ['--workspace-id', 'ecahpwf5'], {}, /error\[approval-needed\]/],
    [
      'the file says so',
      ['--workspace-id', 'ecahpwf5', '--yes'],
      { project: `${PROJECT}workspace: { production: true }\n` },
      /error\[probe-production\]: the workspace is production/,
    ],
    [
      'its environment is called so',
      ['--workspace-id', 'ecahpwf5', '--yes', '--env', 'live'],
      { project: `${PROJECT}environments: { live: {} }\n` },
      /error\[probe-production\]: environment live is production/,
    ],
    [
      'another environment is called so, and is the same workspace',
      ['--workspace-id', 'ecahpwf5', '--yes', '--env', 'staging'],
      { project: ENVIRONMENTS.replace('x1y2z3', 'ecahpwf5') },
      /error\[probe-production\]: environment prod is production/,
    ],
  ])('writes nothing where %s', async (_why, argv, given, said) => {
    const { exit, err } = await run(['--probe', ...argv], given);
    expect(exit).toBe(1);
    expect(err).toMatch(said);
    expect(writes()).toEqual([]);
    expect(existsSync(join(folder, 'interform-facts.json'))).toBe(false);
  });

  it('probes the staging beside a production, and an environment that is only called so', async () => {
    const named = ['--probe', '--workspace-id', 'ecahpwf5', '--yes', '--env'];
    expect((await run([...named, 'staging'], { project: ENVIRONMENTS })).exit).toBe(0);
    const misleading = `${PROJECT}environments: { live: { workspace: { production: false } } }\n`;
    expect((await run([...named, 'live'], { project: misleading })).exit).toBe(0);
  });

  it('writes nothing where a check fails', async () => {
    const { exit } = await run(['--probe', '--workspace-id', 'ecahpwf5', '--yes'], {
      project: `${PROJECT}workspace: { id: x1y2z3 }\n`,
    });
    expect(exit).toBe(1);
    expect(writes()).toEqual([]);
  });

  it.each([
    ['', /it is a folder/],
    ['none/facts.json', /it does not exist/],
  ])('writes nothing where there is no room for --out %j', async (out, said) => {
    const { exit, err } = await run(['--probe', '--workspace-id', 'ecahpwf5', '--yes', '--out', out]);
    expect(exit).toBe(1);
    expect(err).toMatch(said);
    expect(writes()).toEqual([]);
  });

  it('says so where the token is revoked midway, and that something may be left', async () => {
    emulator = emulatorOf('revoked#40');
    const { exit, err } = await run(['--probe', '--workspace-id', 'ecahpwf5', '--yes']);
    expect(exit).toBe(1);
    expect(err).toMatch(/error\[probe-stopped\]: the probe stopped: Intercom no longer accepts the token/);
    expect(err).toContain('may still be there');
    expect(existsSync(join(folder, 'interform-facts.json'))).toBe(false);
  });

  it.each([[['--workspace-id', 'ecahpwf5']], [['--out', 'facts.json']], [['--yes']]])(
    'takes %j with --probe only',
    async (argv) => {
      const { exit, err } = await run(argv);
      expect(exit).toBe(1);
      expect(err).toContain('error[flag-without-effect]');
    },
  );
});
