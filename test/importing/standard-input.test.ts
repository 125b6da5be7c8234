import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { readPage } from '../docs/pages.ts';
import { walkThrough } from '../docs/walk-through.ts';
import { scratch } from '../e2e/command-line.ts';
import { csvProject } from './acme.ts';

/** Processes one after the other; a machine that does other work too takes its time. */
const timeoutMs = 600_000;

async function acme(manifest: string) {
  const emulator = createEmulator({ token: 'dev' });
  const listening = await emulator.listen({ port: 0 });
  onTestFinished(() => listening.close());
  const project = scratch({ 'migrations/0001-people.yaml': manifest });
  onTestFinished(() => project.remove());
  const env = { INTERCOM_BASE_URL: listening.url, INTERCOM_ACCESS_TOKEN: 'dev' };
  return { emulator, run: (args: readonly string[], stdin: string) => project.run(args, env, stdin) };
}

describe('--data NAME=- on the command line', () => {
  const csv = 'external_id,email\n1,ada@acme.test\n2,bob@acme.test\n';
  const manifest = String(csvProject('')['migrations/0001-people.yaml']);

  it('reads the source of that name from standard input', { timeout: timeoutMs }, async () => {
    const { emulator, run } = await acme(manifest);
    expect((await run(['validate', '--data', 'people.csv=-'], csv)).exit).toBe(0);
    const planned = await run(['plan', '--data', 'people=-', '--json'], csv);
    expect(JSON.parse(planned.stdout)).toMatchObject({ summary: { create: 2 } });
    const applied = await run(['apply', '--auto-approve', '--data', 'people.csv=-'], csv);
    expect(`${applied.exit} ${applied.stderr}`).toMatch(/^0/);
    expect(emulator.state.liveContacts().map(({ external_id }) => external_id)).toEqual(['1', '2']);
    const again = await run(['plan', '--data', 'data/people.csv=-', '--detailed-exitcode'], csv);
    expect(again.exit).toBe(0);
    expect(again.stdout).toContain('No changes.');
  });

  it('names bad rows by the file that the manifest names, and a name that no source has', {
    timeout: timeoutMs,
  }, async () => {
    const { emulator, run } = await acme(manifest);
    const bad = await run(['plan', '--data', 'people.csv=-', '--json'], csv.replace('bob@', 'bob'));
    expect(bad.exit).toBe(1);
    expect(JSON.parse(bad.stdout)).toMatchObject({ diagnostics: [{ code: 'bad-email', row: 2 }] });
    const other = await run(['plan', '--data', 'billing=-'], csv);
    expect(other.exit).toBe(1);
    expect(other.stderr).toContain('missing-source');
    expect(emulator.state.liveContacts()).toEqual([]);
  });
});

describe('the guide to importing', () => {
  it('does what it says', { timeout: timeoutMs }, async ({ signal }) => {
    expect(await walkThrough(readPage('docs/guides/importing-contacts.md'), signal)).toBeGreaterThanOrEqual(
      7,
    );
  });
});
