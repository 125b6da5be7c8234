import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Doctor } from '../../src/commands/doctor.ts';
import { createEmulator, type EmulatorOptions } from '../../src/emulator/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { openFolder, openRedis } from '../store/opened-store.ts';
import { hasRedis, NEEDS_REDIS, startRedis } from '../store/redis-server.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';
import { type Fault, serveWithFaults } from './faulty-server.ts';

const PROJECT = 'apiVersion: interform/v1\nkind: Project\n';
const PINNED = `${PROJECT}workspace: { id: ecahpwf5, region: us }\n`;

/** What only projects need that declare something of the kind. */
const ONLY_WHERE_DECLARED = kinds.flatMap(({ probes }) =>
  probes.flatMap(({ name, needed }) => (needed === undefined ? [] : name)),
);

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'interform-doctor-'));
});

afterEach(() => {
  vi.unstubAllGlobals();
  rmSync(folder, { recursive: true, force: true });
});

interface Examined {
  readonly project?: string;
  readonly emulator?: EmulatorOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly fault?: Fault;
}

async function examine({ project = PINNED, emulator, env = {}, fault = () => undefined }: Examined = {}) {
  writeFileSync(join(folder, 'interform.yaml'), project);
  const server = await serveWithFaults(
    createEmulator({
      token: 'of-ada',
      seed: { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US' } },
      ...emulator,
    }),
    fault,
  );
  try {
    const given = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url, ...env };
    const terminal = { ...fakeTerminal({ cwd: folder, env: given }), now: Date.now };
    const { exit, out } = await runCommand(Doctor, ['--json'], terminal);
    const { checks } = JSON.parse(out) as {
      checks: { name: string; state: string; detail: string; help?: string }[];
    };
    const check = (name: string) => checks.find((one) => one.name === name);
    return { exit, checks, check };
  } finally {
    await server.close();
  }
}

describe('doctor', () => {
  it('looks at everything that planning needs', async () => {
    const { exit, checks } = await examine();
    expect(exit).toBe(0);
    expect(checks.map(({ name, state }) => `${name}: ${state}`)).toEqual([
      'node: ok',
      'project: ok',
      'store: ok',
      'token: ok',
      'workspace: ok',
      'region: ok',
      'read attributes: ok',
      'read tags: ok',
      'read admins: ok',
      ...ONLY_WHERE_DECLARED.map((name) => `${name}: ok`),
      'search contacts: ok',
      'read companies: ok',
      'clock: ok',
      'rate limit: ok',
    ]);
    expect(checks.map(({ detail }) => detail)).toContain('in INTERCOM_ACCESS_TOKEN, accepted');
    expect(checks.at(-1)?.detail).toBe(
      'Intercom allows 1667 requests in 10 s; interform makes at most 1333 of them (rate_limit: { share: 0.8 })',
    );
  });

  it('says how to pin a workspace that is not pinned', async () => {
    const { exit, check } = await examine({ project: PROJECT });
    expect(exit).toBe(0);
    expect(check('workspace')).toMatchObject({
      state: 'warning',
      help: expect.stringContaining('workspace: { id: ecahpwf5 }'),
    });
  });

  it('says where the store is and what it withstands', async () => {
    const store = async (text: string, env = {}) =>
      (await examine({ project: `${PINNED}${text}`, env })).check('store');
    expect(await store('')).toEqual({
      ...{ name: 'store', state: 'ok', detail: '.interform/, which the first apply makes' },
    });
    expect(existsSync(join(folder, '.interform'))).toBe(false);
    await (await openFolder(folder)).close();
    expect(await store('')).toMatchObject({
      state: 'ok',
      detail: expect.stringContaining('on this machine only'),
    });
    expect(await store('store: none\n')).toMatchObject({
      state: 'warning',
      help: expect.stringContaining('store: none'),
    });
    const redis = 'store: { url_env: ACME_STORE }\n';
    expect(await store(redis)).toMatchObject({
      state: 'failed',
      help: expect.stringContaining('ACME_STORE='),
    });
    const env = { ACME_STORE: 'redis://ada:canary@127.0.0.1:1' };
    const away = await store(redis, env);
    expect(away).toMatchObject({ state: 'failed', detail: expect.stringContaining('redis://127.0.0.1:1/0') });
    expect(JSON.stringify(away)).not.toContain('canary');
    writeFileSync(join(folder, '.interform/format.json'), 'Ada');
    expect(await store('')).toMatchObject({
      state: 'failed',
      detail: expect.stringContaining('not a store of interform'),
    });
  });

  it.skipIf(!hasRedis)(`names a Redis that is not durable${NEEDS_REDIS}`, async () => {
    const server = await startRedis();
    try {
      await (await openRedis(server.url)).close();
      const { check } = await examine({
        project: `${PINNED}store: { url_env: ACME_STORE }\n`,
        env: { ACME_STORE: server.url },
      });
      expect(check('store')).toMatchObject({
        state: 'warning',
        help: expect.stringContaining('appendfsync always'),
      });
    } finally {
      await server.stop();
    }
  });

  it.each<[string, Examined, string, string, RegExp]>([
    [
      'no token',
      { env: { INTERCOM_ACCESS_TOKEN: '' } },
      'token',
      'no access token',
      /set INTERCOM_ACCESS_TOKEN/,
    ],
    [
      'a token of somebody else',
      { env: { INTERCOM_ACCESS_TOKEN: 'of-eve' } },
      'token',
      '401',
      /Developer Hub/,
    ],
    [
      'a token with quotes',
      { env: { INTERCOM_ACCESS_TOKEN: '“of-ada”' } },
      'token',
      'typographic',
      /copy the token again/,
    ],
    [
      'another workspace',
      { project: PINNED.replace('ecahpwf5', 'other') },
      'workspace',
      'the token opens ecahpwf5',
      /right workspace/,
    ],
    [
      'a host that is not there',
      { env: { INTERCOM_BASE_URL: 'http://127.0.0.1:9' } },
      'host',
      'could not be reached',
      /network/,
    ],
    ['a host that is none', { env: { INTERCOM_BASE_URL: 'acme' } }, 'host', 'not usable', /api.intercom.io/],
    [
      'a token without a permission',
      { fault: scopeless('/tags') },
      'read tags',
      '403',
      /^Allow the app to read tags \(Developer Hub/,
    ],
  ])('names %s and how to fix it', async (_title, examined, name, detail, help) => {
    const { exit, checks, check } = await examine(examined);
    expect(exit).toBe(1);
    expect(checks.filter(({ state }) => state === 'failed').map((one) => one.name)).toEqual([name]);
    expect(check(name)?.detail).toContain(detail);
    expect(check(name)?.help).toMatch(help);
  });

  it('only warns where the permission is missing for what few projects declare', async () => {
    const { exit, check } = await examine({ fault: scopeless('/teams') });
    expect(exit).toBe(0);
    expect(check('read teams')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('only manifests of that kind need it'),
    });
  });

  it('goes on behind a permission that is missing', async () => {
    const { checks } = await examine({ fault: scopeless('/admins') });
    expect(checks).toHaveLength(13 + ONLY_WHERE_DECLARED.length);
  });

  it('tells a project and a workspace of different regions apart', async () => {
    const seed = { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'EU' } };
    const { exit, check } = await examine({ emulator: { token: 'of-ada', seed } });
    expect(exit).toBe(0);
    expect(check('region')).toMatchObject({
      state: 'warning',
      detail: expect.stringContaining('the project says US'),
      help: 'set workspace.region: eu',
    });
  });

  it('sees a clock that is set wrong', async () => {
    const seed = { app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US' } };
    const emulator = { token: 'of-ada', seed, now: () => Date.now() - 60_000 };
    const { exit, check } = await examine({ emulator });
    expect(exit).toBe(0);
    expect(check('clock')).toMatchObject({ state: 'warning', help: 'set this machine to network time' });
    expect(check('clock')?.detail).toMatch(/by (?:5\d|6\d) s$/);
  });

  it('says that no limit is told', async () => {
    const { check } = await examine({
      emulator: { token: 'of-ada', rateLimit: 0, seed: { app: { id_code: 'ecahpwf5' } } },
    });
    expect(check('rate limit')).toMatchObject({ state: 'warning' });
  });

  it('asks for another Node.js where this one is too old', async () => {
    vi.stubGlobal('process', { ...process, versions: { ...process.versions, node: '18.20.4' } });
    const { exit, check } = await examine();
    expect(exit).toBe(1);
    expect(check('node')).toMatchObject({ state: 'failed', help: 'install Node.js 20.19 or later' });
  });
});

function scopeless(path: string): Fault {
  return ({ url }, response) => {
    if (url !== path) return undefined;
    const errors = [{ code: 'forbidden', message: 'missing scope' }];
    response
      .writeHead(403, { 'content-type': 'application/json' })
      .end(JSON.stringify({ type: 'error.list', errors }));
    return true;
  };
}
