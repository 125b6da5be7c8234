import { cpSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { History } from '../../src/commands/history.ts';
import type { HistoryDocument } from '../../src/types/history.ts';
import { contactSet, openProject, outcomes, type Project } from '../approval/project.ts';
import { fakeTerminal, runCommand } from '../commands/fake-terminal.ts';
import { serveWithFaults } from '../commands/faulty-server.ts';

let project: Project;

afterEach(() => project.close());

const STORE = 'store: { path: .interform, keep_values: true }\n';

/** Everything that the store holds, as bytes. */
function stored(folder = join(project.folder, '.interform')): string {
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .map((path) => (statSync(path).isDirectory() ? stored(path) : readFileSync(path, 'latin1')))
    .join('\n');
}

/** What an earlier run wrote of Ada, Grace and a lead that was merged into Ada. */
async function lived(): Promise<void> {
  project = await openProject({
    config: STORE,
    seed: {
      attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
      contacts: [
        { id: 'u1', external_id: 'customer-17', email: 'ada.gone@acme.test', name: 'Ada Gone' },
        { id: 'l1', role: 'lead', email: 'ada.gone@acme.test', phone: '+353871234567' },
      ],
    },
  });
  project.write(
    'people.yaml',
    contactSet([
      'external_id: customer-17, name: Ada Lovelace, custom_attributes: { plan: SecretPlan }',
      'external_id: customer-18, email: grace@acme.test, name: Grace',
    ]),
  );
  project.write(
    'merges.yaml',
    'apiVersion: interform/v1\nkind: Merges\nmerges: [{ from: { email: ada.gone@acme.test }, into: { external_id: customer-17 } }]\n',
  );
  const first = await project.result('--allow', 'merge=1');
  expect(first.exit, JSON.stringify(first.diagnostics)).toBe(0);
}

const OF_ADA = [/customer-17/i, /ada\.gone/i, /Ada Gone/i, /Lovelace/i, /SecretPlan/i, /353871234567/];

function erase(): void {
  project.write('people.yaml', contactSet(['external_id: customer-18, email: grace@acme.test, name: Grace']));
  project.write(
    'merges.yaml',
    'apiVersion: interform/v1\nkind: Removed\ncontacts: [{ external_id: customer-17 }]\n',
  );
}

describe('an erased person', () => {
  it('is in no byte of the store, whatever earlier runs wrote, and the others are', async () => {
    await lived();
    for (const one of OF_ADA) expect(stored()).toMatch(one);
    erase();
    const result = await project.result('--allow', 'delete=1');
    expect(outcomes(result)).toEqual(['removed/contact/u1 done']);
    for (const one of OF_ADA) expect(stored()).not.toMatch(one);
    expect(stored()).toContain('grace@acme.test');
    for (const one of OF_ADA) expect(JSON.stringify(result)).not.toMatch(one);
  });

  it('leaves a proof in the result and the history', async () => {
    await lived();
    erase();
    const result = await project.result('--allow', 'delete=1');
    const [proof] = [...result.results].map(({ erased }) => erased);
    expect(proof?.at).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(proof?.keys).toHaveLength(4);
    for (const key of proof?.keys ?? []) expect(key).toMatch(/^[0-9a-f]{8}-[0-9a-f]{24}$/);
    const terminal = () => fakeTerminal({ cwd: project.folder, env: { INTERCOM_ACCESS_TOKEN: 'of-ada' } });
    const listed = JSON.parse((await runCommand(History, ['--json'], terminal())).out) as HistoryDocument;
    expect(listed.runs).toHaveLength(2);
    const told = async (run = '') =>
      JSON.parse((await runCommand(History, [run, '--json'], terminal())).out) as HistoryDocument;
    // Both runs began in the same second.
    const runs = await Promise.all(listed.runs.map(({ id }) => told(id)));
    const last = runs.find(({ changes }) => changes?.length === 1);
    const before = runs.find(({ changes }) => changes?.length === 3);
    expect(last?.changes).toMatchObject([{ address: 'removed/contact/u1', action: 'delete', erased: proof }]);
    expect(before?.diagnostics).toEqual([]);
    for (const one of OF_ADA) expect(JSON.stringify(before)).not.toMatch(one);
    const undo = await project.plan('--undo', before?.runs[0]?.id ?? '');
    expect(undo.out + undo.err).not.toMatch(/customer-17|Lovelace/);
  });

  it('who comes back is found by the next plan, and needs a new allowance', async () => {
    await lived();
    erase();
    await project.result('--allow', 'delete=1');
    expect((await project.plan('--detailed-exitcode')).exit).toBe(0);
    project.emulator.foreign('POST', '/contacts', {
      role: 'user',
      external_id: 'customer-17b',
      email: 'ada.gone@acme.test',
    });
    project.write(
      'merges.yaml',
      'apiVersion: interform/v1\nkind: Removed\ncontacts: [{ email: ada.gone@acme.test }]\n',
    );
    expect((await project.plan()).exit).toBe(5);
    expect((await project.result('--allow', 'delete=1')).summary.done).toBe(1);
  });
});

describe('a run that died right after a deletion', () => {
  /** The folder as it was when Intercom got the request: what a kill at that moment leaves. */
  async function diedWhile(isIt: (method: string, url: string) => boolean): Promise<void> {
    const store = join(project.folder, '.interform');
    const copy = join(project.folder, 'copy');
    const server = await serveWithFaults(project.emulator, ({ method, url }) => {
      if (isIt(method, url)) cpSync(store, copy, { recursive: true });
      return undefined;
    });
    const env = { INTERCOM_ACCESS_TOKEN: 'of-ada', INTERCOM_BASE_URL: server.url };
    const terminal = fakeTerminal({ cwd: project.folder, env });
    await runCommand(Apply, ['--auto-approve', '--allow', 'delete=1'], terminal);
    await server.close();
    rmSync(store, { recursive: true });
    rmSync(join(copy, 'locks'), { recursive: true, force: true });
    renameSync(copy, store);
  }

  it('is caught up on by the next apply: nobody is deleted again, and the values go', async () => {
    await lived();
    erase();
    await diedWhile((method) => method === 'DELETE');
    expect(stored()).toMatch(/Lovelace/);
    const next = await project.result();
    expect(next).toMatchObject({ exit: 0, results: [] });
    for (const one of OF_ADA) expect(stored()).not.toMatch(one);
    expect(project.writes().filter((one) => one.startsWith('DELETE'))).toHaveLength(1);
  });
});
