import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Emulator } from '../../src/commands/emulator.ts';
import { type FakeTerminal, fakeTerminal, runCommand } from './fake-terminal.ts';

/** Runs the command until it has said where it is, then `use`, then Ctrl-C. */
async function during(argv: readonly string[], use: (url: string, terminal: FakeTerminal) => Promise<void>) {
  const terminal = fakeTerminal();
  const announced = new Promise<string>((resolve) => {
    const { write } = terminal.stdout;
    Object.assign(terminal.stdout, {
      write: (text: string) => {
        write(text);
        resolve(text);
      },
    });
  });
  const running = runCommand(Emulator, ['--port', '0', ...argv], terminal);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await announced)?.[0] ?? '';
  try {
    await use(url, terminal);
  } finally {
    terminal.interrupt();
  }
  return running;
}

const me = (url: string, token: string) =>
  fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}`, accept: 'application/json' } });

describe('the emulator command', () => {
  it('answers where it says until Ctrl-C, then exits 0', async () => {
    let address = '';
    const { exit, out, err } = await during([], async (url) => {
      address = url;
      expect(await (await me(url, 'any')).json()).toMatchObject({ app: { name: 'Acme' } });
    });
    expect({ exit, out }).toEqual({ exit: 0, out: `Emulator ready at ${address}\n` });
    expect(err).toContain(`INTERCOM_BASE_URL=${address}`);
    await expect(me(address, 'any')).rejects.toThrow();
  });

  it('lets only its token pass', async () => {
    await during(['--token', 'secret-of-acme'], async (url) => {
      expect((await me(url, 'any')).status).toBe(401);
      expect((await me(url, 'secret-of-acme')).status).toBe(200);
    });
  });

  it('ends bulk jobs at once where its clock stands still, unless it is told how long they take', async () => {
    const stateAfter = async (argv: readonly string[]) => {
      let state: unknown;
      await during(['--clock', '2026-01-15T00:00:00Z', ...argv], async (url) => {
        const headers = { authorization: 'Bearer any', 'intercom-version': '2.17' };
        const body = JSON.stringify({ contacts: [{ external_id: 'ada', role: 'user' }] });
        const asked = async (path: string, init: RequestInit = {}) =>
          (await (await fetch(`${url}${path}`, { ...init, headers })).json()) as Record<string, unknown>;
        const { id } = await asked('/contacts/bulk', { method: 'POST', body });
        ({ state } = await asked(`/contacts/bulk/${String(id)}`));
      });
      return state;
    };
    expect(await stateAfter([])).toBe('completed');
    expect(await stateAfter(['--faults', 'bulk-job-ms=500'])).toBe('pending');
  });

  it('prints one document with --json', async () => {
    const { out, err } = await during(['--json'], async () => undefined);
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-emulator/1', exit: 0, diagnostics: [] });
    expect(err).toBe('');
  });

  it('is controlled over HTTP, with bodies in its log, unless it is told not to be', async () => {
    const ask = async (url: string, path: string, method = 'GET') =>
      (await fetch(`${url}/_emulator/${path}`, { method })).json();
    await during(['--clock', '2026-01-15T00:00:00Z'], async (url) => {
      await me(url, 'any');
      expect(await ask(url, 'requests')).toMatchObject({
        kept: 1,
        requests: [{ answer: { type: 'admin' } }],
      });
      expect(await ask(url, 'reset', 'POST')).toEqual({ reset: true });
      expect(await ask(url, 'health')).toMatchObject({
        ready: true,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        clock: { now: '2026-01-15T00:00:00.000Z', running: false },
        requests: { kept: 0 },
      });
    });
    await during(['--no-control'], async (url) => {
      expect((await fetch(`${url}/_emulator/health`)).status).toBe(401);
    });
  });

  it('gives each token a workspace of its own', async () => {
    await during(['--per-token', '--clock', '2026-01-15,running', '--id-seed', '7'], async (url) => {
      const contacts = (token: string, body?: string) =>
        fetch(`${url}/contacts`, {
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          ...(body === undefined ? {} : { method: 'POST', body }),
        }).then((answer) => answer.json());
      const ada = (await contacts('ada', '{"external_id":"1"}')) as { created_at: number };
      expect(new Date(ada.created_at * 1000).toISOString()).toMatch(/^2026-01-15T00:/);
      expect(await contacts('ada')).toMatchObject({ total_count: 1 });
      expect(await contacts('bob')).toMatchObject({ total_count: 0 });
    });
  });

  it('listens where it is told to, and warns where others may reach it', async () => {
    const far = await during(['--host', '0.0.0.0'], async (url) => {
      expect((await me(url, 'any')).status).toBe(200);
    });
    expect(far.out).toMatch(/^Emulator ready at http:\/\/127\.0\.0\.1:/);
    expect(far.err).toContain('warning[emulator-exposed]');
    expect(far.err).toContain('--no-control');
    const near = await during(['--host', '127.0.0.1'], async () => undefined);
    expect(near.err).not.toContain('warning');
    const json = await during(['--host', '0.0.0.0', '--no-control', '--json'], async () => undefined);
    expect(JSON.parse(json.out).diagnostics).toMatchObject([{ code: 'emulator-exposed' }]);
  });

  it.each([
    [['--host', '203.0.113.7'], 'bad-host', 'use 127.0.0.1'],
    [['--host', ''], 'bad-flag-value', '--host must not be empty'],
    [['--clock', 'noon'], 'bad-flag-value', '2026-01-15T00:00:00Z,running'],
    [['--clock', '2026-01-15T00:00:00Z,walking'], 'bad-flag-value', 'is no time of a clock'],
    [['--per-token', '--token', 'ada'], 'bad-flag-value', 'per-token'],
  ])('refuses %j', async (flags, code, help) => {
    const { exit, err } = await runCommand(Emulator, ['--port', '0', ...flags], fakeTerminal());
    expect(exit).toBe(1);
    expect(err).toContain(`error[${code}]`);
    expect(err).toContain(help);
  });

  it('says that the port is taken', async () => {
    await during([], async (url) => {
      const { exit, err } = await runCommand(Emulator, ['--port', new URL(url).port], fakeTerminal());
      expect(exit).toBe(1);
      expect(err).toContain('error[port-taken]');
      expect(err).toContain('--port 0');
    });
  });

  describe('refuses a seed', () => {
    const run = async (text: string) => {
      const folder = mkdtempSync(join(tmpdir(), 'interform-seed-'));
      writeFileSync(join(folder, 'seed.json'), text);
      const terminal = fakeTerminal({ cwd: folder });
      const { exit, out } = await runCommand(
        Emulator,
        ['--port', '0', '--seed', 'seed.json', '--json'],
        terminal,
      );
      rmSync(folder, { recursive: true });
      expect(exit).toBe(1);
      return JSON.parse(out).diagnostics;
    };

    it('that is not JSON, with the place', async () => {
      expect(await run('{\n  "tags": [],\n}\n')).toMatchObject([
        { code: 'bad-seed', summary: 'the file is not JSON', file: 'seed.json', line: 3, column: 1 },
      ]);
    });

    it('with a finding for each thing that is wrong', async () => {
      expect(await run('{ "tags": "vip", "contacts": [{ "id": 5 }] }')).toEqual([
        {
          code: 'bad-seed',
          severity: 'error',
          summary: 'tags: must be a list, not "vip"',
          file: 'seed.json',
        },
        {
          code: 'bad-seed',
          severity: 'error',
          summary: 'contacts[0].id: must be a text, not 5',
          file: 'seed.json',
        },
      ]);
    });

    it('that holds a value which no write could have stored', async () => {
      const attributes = [{ model: 'contact', name: 'seats', data_type: 'integer' }];
      const seed = { attributes, contacts: [{ custom_attributes: { seats: 'five' } }] };
      expect(await run(JSON.stringify(seed))).toMatchObject([
        {
          code: 'bad-seed',
          summary: "contacts[0].custom_attributes: Custom attribute 'seats' must be a valid integer",
        },
      ]);
    });

    it('lists twenty problems and counts the others', async () => {
      const found = await run(JSON.stringify({ tags: Array.from({ length: 30 }, () => 7) }));
      expect(found).toHaveLength(21);
      expect(found.at(-1).summary).toBe('and 10 more');
    });
  });

  it('takes a seed with a byte order mark, and says that a folder is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'interform-seed-'));
    const file = join(folder, 'seed.json');
    writeFileSync(file, '\uFEFF{ "app": { "name": "Globex" } }');
    await during(['--seed', file], async (url) => {
      expect(await (await me(url, 'any')).json()).toMatchObject({ app: { name: 'Globex' } });
    });
    const { exit, err } = await runCommand(Emulator, ['--seed', folder], fakeTerminal());
    rmSync(folder, { recursive: true });
    expect(exit).toBe(1);
    expect(err).toContain('it is a folder');
  });

  it('refuses a latency that no timer holds', async () => {
    const { exit, err } = await runCommand(Emulator, ['--latency', '99999999999'], fakeTerminal());
    expect(exit).toBe(1);
    expect(err).toContain('--latency: expected an integer less than or equal to 3600000');
  });

  it('refuses an empty token', async () => {
    const { exit, err } = await runCommand(Emulator, ['--token', ''], fakeTerminal());
    expect(exit).toBe(1);
    expect(err).toContain('error[bad-flag-value]: --token');
  });
});
