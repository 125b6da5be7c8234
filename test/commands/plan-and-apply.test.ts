import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { History } from '../../src/commands/history.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Show } from '../../src/commands/show.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { type FakeTerminalOptions, fakeTerminal, runCommand } from './fake-terminal.ts';

const CANARY = 'canary-token-9f8e7d';
const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n';
const ADA = `apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
  - { external_id: customer-9001, email: ada@acme.test, name: Ada, tags: [vip] }
`;
const MERGE = `apiVersion: interform/v1
kind: Merges
merges:
  - { from: { email: visitor@acme.test }, into: { external_id: customer-9001 }, skip_duplicate_validation: true }
`;

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({
    token: CANARY,
    seed: { contacts: [{ id: 'lead-1', role: 'lead', email: 'visitor@acme.test' }] },
  });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-cli-'));
  write('tags.yaml', TAGS);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

function terminal(options: FakeTerminalOptions = {}) {
  write('interform.yaml', 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n');
  const env = { INTERCOM_ACCESS_TOKEN: CANARY, INTERCOM_BASE_URL: server.url, ...options.env };
  return fakeTerminal({ ...options, cwd: folder, env });
}

const plan = (...argv: string[]) => runCommand(Plan, argv, terminal());
const apply = (...argv: string[]) => runCommand(Apply, argv, terminal());
const writes = () => emulator.requests.filter((one) => one.method !== 'GET' && !one.path.endsWith('/search'));

describe('plan', () => {
  it('prints the plan on stdout and exits 0', async () => {
    const { exit, out, err } = await plan();
    expect(exit).toBe(0);
    expect(out).toMatch(/^Workspace Acme \(/);
    expect(out).toMatch(
      /\nPlan: 2 to create, 0 to update, 0 to convert, 0 to merge, 0 to archive\. 0 unchanged\.\n$/,
    );
    expect(err).toBe('');
    expect(writes()).toEqual([]);
  });

  it('exits 2 for changes only with --detailed-exitcode', async () => {
    expect((await plan('--detailed-exitcode')).exit).toBe(2);
    await apply('--auto-approve');
    expect((await plan('--detailed-exitcode')).exit).toBe(0);
  });

  it('exits 5 over a guard, shows what allows it, and saves the plan all the same', async () => {
    write('ada.yaml', ADA);
    write('merge.yaml', MERGE);
    const { exit, out } = await plan('--out', 'plan.jsonl');
    expect(exit).toBe(5);
    expect(out).toContain('  ! » merge/lead-1');
    expect(out).toContain('--allow merge=1');
    expect(readdirSync(folder)).toContain('plan.jsonl');
    expect((await plan('--allow', 'merge=1')).exit).toBe(0);
  });

  it('never saves a plan with errors', async () => {
    write('ada.yaml', ADA.replace('[vip]', '[vpi]'));
    const { exit, err } = await plan('--out', 'plan.jsonl');
    expect(exit).toBe(1);
    expect(err).toMatch(/error\[[a-z-]+\]: /);
    expect(err).toContain('--> ada.yaml:5:');
    expect(readdirSync(folder)).not.toContain('plan.jsonl');
  });

  it('is one JSON document, with changes, with errors and without a workspace', async () => {
    expect(JSON.parse((await plan('--json')).out)).toMatchObject({
      format: 'interform-plan/1',
      summary: { create: 2 },
    });
    const away = terminal({ env: { INTERCOM_BASE_URL: 'http://127.0.0.1:9' } });
    const failed = await runCommand(Plan, ['--json'], away);
    expect(failed.exit).toBe(1);
    expect(JSON.parse(failed.out)).toMatchObject({ format: 'interform-error/1', exit: 1 });
    expect(failed.err).toBe('');
  });

  it('shows a saved plan again', async () => {
    const { err } = await plan('--out', 'plan.jsonl.gz');
    expect(err).toContain('interform apply plan.jsonl.gz');
    const shown = await runCommand(Show, ['plan.jsonl.gz'], terminal());
    expect(shown).toMatchObject({ exit: 0, err: '' });
    expect(shown.out).toContain('+ tag/vip');
    const document = await runCommand(Show, ['plan.jsonl.gz', '--json'], terminal());
    expect(JSON.parse(document.out)).toMatchObject({ format: 'interform-plan/1' });
  });

  it('says where it could not write', async () => {
    const { exit, out } = await plan('--out', 'nowhere/plan.jsonl', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      diagnostics: [{ code: 'file-error' }],
    });
  });
});

describe('apply', () => {
  it('refuses without a terminal and without --auto-approve, before any request', async () => {
    const { exit, err, out } = await apply();
    expect(exit).toBe(1);
    expect(err).toContain('error[approval-needed]');
    expect(out).toBe('');
    expect(emulator.requests).toHaveLength(0);
  });

  it('shows the plan, asks, and applies after a yes', async () => {
    const asked = terminal({ answers: ['yes'] });
    const { exit, out } = await runCommand(Apply, [], asked);
    expect(exit).toBe(0);
    expect(asked.questions).toEqual(['\nApply 2 changes to workspace Acme? Type yes to apply: ']);
    expect(out).toContain('Apply: 2 done, 0 already, 0 failed, 0 stale.');
    const [, run] = /\. Run (\S+)\.\n/.exec(out) ?? [];
    expect((await runCommand(History, [String(run)], terminal())).out).toContain(`Run ${run}: `);
  });

  it.each(['', 'y', 'no', 'yes please'])('writes nothing after %j', async (answer) => {
    const { exit, out } = await runCommand(Apply, [], terminal({ answers: [answer] }));
    expect(exit).toBe(1);
    expect(out).toContain('Nothing was applied: it was not approved.');
    expect(writes()).toEqual([]);
  });

  it("asks for the workspace's name before what cannot be undone", async () => {
    write('ada.yaml', ADA);
    write('merge.yaml', MERGE);
    const refused = terminal({ answers: ['yes'] });
    expect((await runCommand(Apply, ['--allow', 'merge=1'], refused)).exit).toBe(1);
    expect(refused.questions[0]).toContain("Type the workspace's name (Acme)");
    expect(writes()).toEqual([]);
    const named = await runCommand(Apply, ['--allow', 'merge=1'], terminal({ answers: ['Acme'] }));
    expect(named.exit).toBe(0);
  });

  it('does not ask for an empty plan', async () => {
    await apply('--auto-approve');
    const empty = terminal({ answers: [] });
    const { exit, out } = await runCommand(Apply, [], empty);
    expect({ exit, questions: empty.questions }).toEqual({ exit: 0, questions: [] });
    expect(out).toContain('No changes. Workspace Acme matches the manifests.');
  });

  it('prints a result with its changes not attempted when it stops after planning', async () => {
    write('ada.yaml', ADA);
    write('merge.yaml', MERGE);
    const { exit, out } = await apply('--auto-approve', '--json');
    expect(exit).toBe(5);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-result/1',
      exit: 5,
      summary: { done: 0, not_attempted: 4 },
    });
    expect(writes()).toEqual([]);
  });

  it('keeps stdout for the document while it asks', async () => {
    const { exit, out, err } = await runCommand(Apply, ['--json'], terminal({ answers: ['no'] }));
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-result/1',
      exit: 1,
      diagnostics: [{ code: 'not-approved' }],
    });
    expect(err).toContain('Plan: 2 to create');
  });

  it('runs a saved plan', async () => {
    await plan('--out', 'plan.jsonl');
    const { exit, out } = await apply('plan.jsonl', '--auto-approve', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-result/1', summary: { done: 2 } });
  });

  it.each([
    ['--target', 'tag/vip'],
    ['--exclude', 'tag/vip'],
    ['--var', 'suffix=x'],
    ['--to', '0001'],
    ['--base-url', 'http://127.0.0.1:9'],
  ])('refuses %s with a plan file', async (flag, value) => {
    const { exit, out } = await apply('plan.jsonl', '--auto-approve', '--json', flag, value);
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ diagnostics: [{ code: 'flag-without-effect' }] });
  });

  it('stops at Ctrl-C while it asks, and ends at once at the second', async () => {
    const asked = terminal({ answers: ['yes'], onAsk: (one) => one.interrupt() });
    const { exit, err } = await runCommand(Apply, [], asked);
    expect(exit).toBe(1);
    expect(err).toContain('Press Ctrl-C again to quit at once');
    expect(writes()).toEqual([]);
    const twice = terminal({
      answers: ['yes'],
      onAsk: (one) => {
        one.interrupt();
        one.interrupt();
      },
    });
    await runCommand(Apply, [], twice);
    expect(twice.killed).toEqual([130]);
  });
});

describe('no output ever holds the token', () => {
  it('in success, failure and JSON, on either output', async () => {
    const outputs: string[] = [];
    const collect = ({ out, err }: { out: string; err: string }) => outputs.push(out, err);
    collect(await plan('--out', 'plan.jsonl'));
    outputs.push(readFileSync(join(folder, 'plan.jsonl'), 'utf8'));
    collect(await apply('--auto-approve', '--json'));
    collect(await plan('--var', CANARY, '--json'));
    collect(await plan('--base-url', `http://127.0.0.1:9/${CANARY}`, '--verbose'));
    expect(outputs.filter((text) => text.length > 0).length).toBeGreaterThanOrEqual(5);
    expect(outputs.filter((text) => text.includes(CANARY))).toEqual([]);
  });
});
