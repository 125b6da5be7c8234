import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Audit } from '../../src/commands/audit.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Snapshot } from '../../src/commands/snapshot.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Takes requests and never answers. */
let server: Server;
let asked: Promise<void>;
/** A copy of the example, because apply keeps a store beside the project file. */
let example: string;

beforeEach(async () => {
  example = mkdtempSync(join(tmpdir(), 'interform-interrupt-'));
  for (const name of ['interform.yaml', 'migrations'])
    cpSync(join(root, name), join(example, name), { recursive: true });
  let hasAsked = () => {};
  asked = new Promise((resolve) => {
    hasAsked = resolve;
  });
  server = createServer(() => hasAsked());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(example, { recursive: true, force: true });
});

describe('Ctrl-C while Intercom does not answer', () => {
  it.each([
    ['plan', Plan, []],
    ['apply', Apply, ['--auto-approve']],
    ['doctor', Doctor, []],
    ['audit', Audit, []],
    ['snapshot', Snapshot, []],
  ])('ends %s at once: nothing was written that could be lost', async (name, command, argv) => {
    // The address is what listen has chosen: a port.
    const { port } = server.address() as AddressInfo;
    const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: `http://127.0.0.1:${port}` };
    const terminal = fakeTerminal({ cwd: example, env });
    const isNamed = command as Parameters<typeof runCommand>[0];
    isNamed.id = name;
    const running = runCommand(isNamed, [...argv, '--json'], terminal);
    await asked;
    terminal.interrupt();
    const { exit, out } = await running;
    expect(exit).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      format: 'interform-error/1',
      exit: 1,
      diagnostics: [{ code: 'interrupted' }],
    });
  });
});
