import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { type Fault, serveWithFaults } from './faulty-server.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(join(root, 'dist', 'commands', 'main.js'));

const TOKEN = 'canary-token-9f8e7d';
const EVERYTHING = { DEBUG: '*', NODE_DEBUG: '*' };

/** Loaded before the command line: throws, outside of every command, an error that holds what was sent. */
const escaping = (how: string) => `
  const { fetch } = globalThis;
  globalThis.fetch = (url, options) => {
    const sent = JSON.stringify([...new Headers(options.headers)]);
    const error = new TypeError('could not parse ' + sent, { cause: new Error(sent) });
    error.headers = sent;
    ${how};
    return fetch(url, options);
  };`;

let folder: string;
let fault: Fault | undefined;
let server: { readonly url: string; readonly close: () => Promise<void> };

beforeEach(async () => {
  fault = undefined;
  server = await serveWithFaults(createEmulator({ token: TOKEN }), (...call) => fault?.(...call));
  folder = mkdtempSync(join(tmpdir(), 'interform-leaks-'));
  writeFileSync(join(folder, 'interform.yaml'), 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n');
  writeFileSync(join(folder, 'tags.yaml'), 'apiVersion: interform/v1\nkind: Tags\ntags: [VIP]\n');
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type Place = 'variable' | 'descriptor' | '.env';

interface Run {
  readonly place: Place;
  readonly env?: Readonly<Record<string, string>>;
  /** Loaded before the command line. */
  readonly preload?: string;
}

/** A real process that gets the token in one of three ways. */
async function interform(line: string, { place, env = {}, preload }: Run) {
  const argv = line.split(' ');
  if (place === 'descriptor') argv.push('--token-fd', '3');
  const file = join(folder, place === '.env' ? '.env' : 'token');
  writeFileSync(file, place === '.env' ? `INTERCOM_ACCESS_TOKEN=${TOKEN}\n` : `${TOKEN}\n`);
  const imports =
    preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const { PATH = '' } = process.env;
  const fd = openSync(file, 'r');
  const child = spawn(process.execPath, [...imports, join(root, 'bin', 'run.js'), ...argv], {
    cwd: folder,
    env: {
      PATH,
      HOME: folder,
      INTERCOM_BASE_URL: server.url,
      ...(place === 'variable' ? { INTERCOM_ACCESS_TOKEN: TOKEN } : {}),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe', fd],
  });
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    err += chunk;
  });
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  closeSync(fd);
  return { exit, out, err };
}

const PLACES: readonly Place[] = ['variable', 'descriptor', '.env'];

describe.skipIf(!isBuilt)('a token in a real process (skipped where dist is not built)', () => {
  it.each(PLACES)('is not printed by what DEBUG and NODE_DEBUG switch on: %s', async (place) => {
    const { exit, out, err } = await interform('plan --verbose --out plan.jsonl', { place, env: EVERYTHING });
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringContaining('tag/vip') });
    // oclif and undici have spoken.
    expect(err).toContain('oclif:');
    expect(err).toMatch(/UNDICI|FETCH/);
    expect(out + err).not.toContain(TOKEN);
    expect(readFileSync(join(folder, 'plan.jsonl'), 'utf8')).not.toContain(TOKEN);
  });

  it('nor beside answers that repeat it', async () => {
    fault = ({ authorization }, response) => {
      response.writeHead(500, { 'x-sent': authorization }).end(JSON.stringify({ sent: authorization }));
      return true;
    };
    const { exit, out, err } = await interform('doctor --verbose', { place: 'descriptor', env: EVERYTHING });
    expect(exit).toBe(1);
    expect(out).toContain('failed');
    expect(out + err).not.toContain(TOKEN);
  });

  it('nor beside a connection that breaks', async () => {
    fault = (_request, response) => {
      response.socket?.destroy();
      return true;
    };
    const { out, err } = await interform('doctor --verbose', { place: '.env', env: EVERYTHING });
    expect(out + err).toContain('failed');
    expect(out + err).not.toContain(TOKEN);
  });

  it.each([
    ...PLACES.map((place) => [place, 'setTimeout(() => { throw error; })'] as const),
    ['descriptor', 'Promise.reject(error)'] as const,
  ])('nor by an error that escapes: %s, %s', async (place, how) => {
    const run = { place, preload: escaping(how), env: EVERYTHING };
    const { exit, out, err } = await interform('apply --auto-approve --verbose', run);
    // Something may have been written.
    expect(exit).toBe(3);
    expect(err).toMatch(/TypeError: could not parse .*\n +at /);
    expect(err).toContain('error[internal-error]');
    expect(out + err).not.toContain(TOKEN);
  });

  it('nor in the form that was asked for', async () => {
    const given = { place: 'variable', preload: escaping('setTimeout(() => { throw error; })') } as const;
    const plain = await interform('plan', given);
    expect({ exit: plain.exit, out: plain.out }).toEqual({ exit: 1, out: '' });
    expect(plain.err).toContain('TypeError: could not parse');
    const json = await interform('plan --json', given);
    expect(JSON.parse(json.out)).toMatchObject({
      format: 'interform-error/1',
      exit: 1,
      diagnostics: [{ code: 'internal-error' }],
    });
    // The message of an error can hold personal data.
    const masked = await interform('plan --verbose', { ...given, env: { CI: '1' } });
    expect(masked.err).toContain('error[internal-error]');
    expect(masked.err).not.toContain('could not parse');
    for (const { out, err } of [plain, json, masked]) expect(out + err).not.toContain(TOKEN);
  });

  it.each(['<<<"$TOKEN"', '< <(cat token)'])(
    'is handed over as the pages say, by no argument and no variable: 3%s',
    async (from) => {
      const preload = `
      import { readFileSync } from 'node:fs';
      process.stderr.write(JSON.stringify([process.env, process.argv, process.execArgv]));
      if (process.platform === 'linux') process.stderr.write(readFileSync('/proc/self/environ') + readFileSync('/proc/self/cmdline'));`;
      writeFileSync(join(folder, 'token'), `${TOKEN}\n`);
      const command = `node --import "$0" "${join(root, 'bin', 'run.js')}" doctor --token-fd 3 3${from}`;
      const child = spawn(
        'bash',
        ['-c', `TOKEN=$(cat token); ${command}`, `data:text/javascript,${encodeURIComponent(preload)}`],
        {
          cwd: folder,
          env: { PATH: process.env['PATH'] ?? '', HOME: folder, INTERCOM_BASE_URL: server.url },
        },
      );
      let all = '';
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', (chunk) => {
          all += chunk;
        });
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
      expect(all).toMatch(/ok +token +from --token-fd, accepted/);
      expect(all).not.toContain(TOKEN);
    },
  );

  it('is not waited for where nobody handed it over', async () => {
    // Node.js has descriptors of its own at the numbers behind the first ones.
    for (const fd of ['3', '4', '6']) {
      const child = spawn(process.execPath, [join(root, 'bin', 'run.js'), 'plan', '--token-fd', fd], {
        cwd: folder,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let err = '';
      child.stderr.on('data', (chunk) => {
        err += chunk;
      });
      expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1);
      expect(err).toContain('error[bad-token-fd]');
    }
  });
});
