import { execFile, execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEmulator, type Emulator } from '../../../src/emulator/index.ts';
import { root } from '../composite.ts';

let scratch: string;
let emulator: Emulator;
let server: { readonly url: string; close(): Promise<void> };
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'interform-cron-'));
  emulator = createEmulator({ rateLimit: 0 });
  server = await emulator.listen({ port: 0 });
  mkdirSync(join(scratch, 'origin/migrations'), { recursive: true });
  git('init', '-q', '-b', 'main');
  commit('0001-tags.yaml', ['vip']);
  execFileSync('git', ['clone', '-q', join(scratch, 'origin'), join(scratch, 'crm')]);
});
afterEach(async () => {
  await server.close();
  rmSync(scratch, { recursive: true, force: true });
});

function git(...args: readonly string[]): void {
  const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.test'];
  execFileSync('git', [...who, '-C', join(scratch, 'origin'), ...args]);
}

function commit(file: string, tags: readonly string[]): void {
  const text = `apiVersion: interform/v1\nkind: Tags\ntags: [${tags.join(', ')}]\n`;
  writeFileSync(join(scratch, 'origin/migrations', file), text);
  git('add', '.');
  git('commit', '-q', '-m', `Add ${file}`);
}

function cron(): Promise<{ exit: number; output: string }> {
  const env = { PATH: process.env['PATH'], INTERCOM_ACCESS_TOKEN: 'any', INTERCOM_BASE_URL: server.url };
  const args = [join(root, 'action/elsewhere/cron.sh'), join(scratch, 'crm'), join(scratch, 'state')];
  return new Promise((resolve) => {
    execFile('bash', args, { env }, (error, stdout) =>
      resolve({ exit: error === null ? 0 : Number(error.code), output: stdout }),
    );
  });
}
const state = (file: string) => join(scratch, 'state', file);
const tags = () =>
  (emulator.foreign('GET', '/tags').body as { data: { name: string }[] }).data.map(({ name }) => name);

it('a cron prints each plan once, and applies what somebody approved, not what came later', async () => {
  const first = await cron();
  expect(first).toMatchObject({ exit: 0, output: expect.stringContaining('vip') });
  expect(first.output).toContain('To approve: cp ');
  expect(await cron()).toEqual({ exit: 0, output: '' });
  expect(tags()).toEqual([]);
  copyFileSync(state('plan.receipt'), state('approved.receipt'));
  commit('0002-more.yaml', ['unseen']);
  const applied = await cron();
  expect(applied.exit).toBe(3);
  expect(tags()).toEqual(['vip']);
  expect(existsSync(state('approved.receipt'))).toBe(false);
  const next = await cron();
  expect(next).toMatchObject({ exit: 0, output: expect.stringContaining('unseen') });
});
