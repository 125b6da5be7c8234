import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import { createEmulator, type Emulator } from '../../src/emulator/index.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

/** A lead by the email of a user is a warning, one by the id of a user an error; only the workspace tells. */
const MANIFESTS = {
  'interform.yaml': 'apiVersion: interform/v1\nkind: Project\nmanifests: .\n',
  'tags.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n',
  'ada.yaml':
    'apiVersion: interform/v1\nkind: ContactSet\nname: beta\ncontacts:\n  - { external_id: customer-9001, custom_attributes: { seats: 3 } }\n',
  'merges.yaml':
    'apiVersion: interform/v1\nkind: Merges\nmerges:\n  - { from: { id: user-1 }, into: { external_id: customer-9001 } }\n  - { from: { email: grace@acme.test }, into: { external_id: customer-9001 } }\n',
};

let emulator: Emulator;
let server: Awaited<ReturnType<Emulator['listen']>>;
let folder: string;

beforeEach(async () => {
  emulator = createEmulator({
    token: 'canary-token',
    seed: {
      attributes: [{ name: 'seats', model: 'contact', data_type: 'integer' }],
      contacts: [
        { id: 'user-1', role: 'user', external_id: 'customer-1' },
        { id: 'user-2', role: 'user', external_id: 'customer-2', email: 'grace@acme.test' },
      ],
    },
  });
  server = await emulator.listen({ port: 0 });
  folder = mkdtempSync(join(tmpdir(), 'interform-errors-last-'));
  for (const [name, text] of Object.entries(MANIFESTS)) writeFileSync(join(folder, name), text);
});

afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A terminal on which both outputs are seen, in the order in which they come. */
function screen() {
  let seen = '';
  const env = { INTERCOM_ACCESS_TOKEN: 'canary-token', INTERCOM_BASE_URL: server.url };
  const terminal = fakeTerminal({ cwd: folder, env });
  const watched = (output: typeof terminal.stdout) => ({
    ...output,
    write: (text: string) => {
      seen += text;
      output.write(text);
    },
  });
  const both = { ...terminal, stdout: watched(terminal.stdout), stderr: watched(terminal.stderr) };
  return { terminal: both, seen: () => seen };
}

describe.each([
  ['plan', Plan, []],
  ['apply', Apply, ['--auto-approve']],
] as const)('interform %s', (_name, command, argv) => {
  it('shows warnings before the plan, and errors after it, right above the sum', async () => {
    const { terminal, seen } = screen();
    const { exit, out } = await runCommand(command, argv, terminal);
    expect(exit).toBe(1);
    const order = [
      /^warning\[/m,
      /^Workspace Acme/m,
      /^Changes \(\d\)/m,
      /^What this means/m,
      /^error\[merge-from-user\]/m,
      /^1 error$/m,
      /^Plan: /m,
    ].map((part) => seen().search(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(seen().match(/^error\[/gm)).toHaveLength(1);
    expect(out).toMatch(/^Workspace Acme/);
    expect(out).toMatch(/neither saved nor applied\.\n\nNot managed here: 1 attribute\.\nPlan: 3 to create/);
  });

  it('stops at a filter that matches nothing before anything is read or shown', async () => {
    const { terminal, seen } = screen();
    const { exit, out } = await runCommand(command, [...argv, '--target', 'contact/vpi/*'], terminal);
    expect(exit).toBe(1);
    expect(out).toBe('');
    expect(seen()).toContain('error[no-such-address]: --target contact/vpi/* matches nothing');
    expect(emulator.requests).toEqual([]);
  });

  it('shows no plan either where only the workspace tells that a filter matches nothing', async () => {
    writeFileSync(
      join(folder, 'merges.yaml'),
      'apiVersion: interform/v1\nkind: Merges\nmerges:\n  - { from: { email: nobody@acme.test }, into: { external_id: customer-9001 } }\n',
    );
    const { terminal, seen } = screen();
    const { exit, out } = await runCommand(command, [...argv, '--exclude', 'merge/6657add4'], terminal);
    expect(exit).toBe(1);
    expect(out).toMatch(/^(?!Workspace)/);
    expect(seen()).not.toContain('Plan: ');
    expect(seen()).toContain('--exclude merge/6657add4 matches nothing');
  });
});
