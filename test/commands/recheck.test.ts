import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from './fake-terminal.ts';

const ADA = `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
  - { external_id: customer-9001, name: Ada Lovelace }
`;
const PROJECT = 'apiVersion: interform/v1\nkind: Project\nmanifests: .\nstore: none\n';

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({
    // The clock of a terminal that waits for an answer is not that of the emulator: a limit would be waited for in vain.
    rateLimit: 0,
    seed: { contacts: [{ id: 'ada', role: 'user', external_id: 'customer-9001', name: 'Ada' }] },
  });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-recheck-'));
  writeFileSync(join(folder, 'ada.yaml'), ADA);
  writeFileSync(join(folder, 'interform.yaml'), PROJECT);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function terminal(options: FakeTerminalOptions = {}) {
  const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
  return fakeTerminal({ ...options, cwd: folder, env });
}

const plan = (...argv: string[]) => runCommand(Plan, argv, terminal());
const costOf = async (...argv: string[]) => JSON.parse((await plan('--json', ...argv)).out).cost.recheck;

/** What was asked of Ada between planning and her PUT. */
async function rereadBy(argv: string[], options: FakeTerminalOptions = {}): Promise<string[]> {
  emulator.clearRequests();
  const { exit, err } = await runCommand(Apply, argv, terminal(options));
  expect([exit, err.includes('error[')]).toEqual([0, false]);
  const asked = emulator.requests.map(({ method, path }) => `${method} ${path}`);
  const put = asked.indexOf('PUT /contacts/ada');
  expect(put).toBeGreaterThan(0);
  return asked.slice(put - 1, put);
}

describe('the plan', () => {
  it('says how it will be re-checked, and what that takes', async () => {
    expect(await costOf()).toEqual({ mode: 'batch', reads: 1 });
    expect(await costOf('--recheck', 'each')).toEqual({ mode: 'each', reads: 1 });
    expect(await costOf('--out', 'plan.jsonl')).toEqual({ mode: 'each', reads: 1 });
    expect((await plan()).out).toContain('applying needs 1 write and 1 re-read (batch)');
    writeFileSync(join(folder, 'interform.yaml'), `${PROJECT}recheck: each\n`);
    expect(await costOf()).toEqual({ mode: 'each', reads: 1 });
    expect(await costOf('--recheck', 'batch')).toEqual({ mode: 'batch', reads: 1 });
  });
});

describe('apply', () => {
  it('re-reads through search what it planned itself, unless it is told otherwise', async () => {
    expect(await rereadBy(['--auto-approve'])).toEqual(['POST /contacts/search']);
  });

  it('re-reads by id with --recheck each', async () => {
    expect(await rereadBy(['--auto-approve', '--recheck', 'each'])).toEqual(['GET /contacts/ada']);
  });

  it('re-reads a saved plan by id, unless it is told otherwise', async () => {
    await plan('--out', 'plan.jsonl');
    expect(await rereadBy(['plan.jsonl', '--auto-approve'])).toEqual(['GET /contacts/ada']);
    emulator.foreign('PUT', '/contacts/ada', { name: 'Ada' });
    expect(await rereadBy(['plan.jsonl', '--auto-approve', '--recheck', 'batch'])).toEqual([
      'POST /contacts/search',
    ]);
  });

  it('re-reads by id after a question that stood for more than thirty seconds', async () => {
    const quick = { answers: ['yes'], onAsk: (one: { tick(ms: number): void }) => one.tick(29_000) };
    expect(await rereadBy([], quick)).toEqual(['POST /contacts/search']);
    emulator.foreign('PUT', '/contacts/ada', { name: 'Ada' });
    const slow = { answers: ['yes'], onAsk: (one: { tick(ms: number): void }) => one.tick(31_000) };
    expect(await rereadBy([], slow)).toEqual(['GET /contacts/ada']);
  });
});
