import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Audit } from '../../src/commands/audit.ts';
import { Doctor } from '../../src/commands/doctor.ts';
import { oneDocument } from '../../src/commands/one-document.ts';
import { Plan } from '../../src/commands/plan.ts';
import { Pull } from '../../src/commands/pull.ts';
import { Snapshot } from '../../src/commands/snapshot.ts';
import { fakeTerminal, runCommand } from './fake-terminal.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const schema = JSON.parse(readFileSync(new URL('../../schemas/error.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false }).compile(schema);

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

describe('Ctrl-C again with --json', () => {
  const COMMANDS = [
    ['plan', Plan, []],
    ['apply', Apply, ['--auto-approve']],
    ['doctor', Doctor, []],
    ['audit', Audit, []],
    ['snapshot', Snapshot, []],
    // The running request of a pull finishes first, and this one never does: only the second Ctrl-C ends it.
    ['pull', Pull, []],
  ] as const;

  it.each(COMMANDS)('ends %s with 130 and one document', async (name, command, argv) => {
    const { port } = server.address() as AddressInfo;
    const env = { INTERCOM_ACCESS_TOKEN: 'acme-token', INTERCOM_BASE_URL: `http://127.0.0.1:${port}` };
    const terminal = fakeTerminal({ cwd: example, env });
    const isNamed = command as Parameters<typeof runCommand>[0];
    isNamed.id = name;
    const running = runCommand(isNamed, [...argv, '--json'], terminal);
    await asked;
    terminal.interrupt();
    terminal.interrupt();
    expect(terminal.killed).toEqual([130]);
    const document = JSON.parse(terminal.out());
    expect(document).toMatchObject({
      format: 'interform-error/1',
      exit: 130,
      diagnostics: [{ code: 'interrupted' }],
    });
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
    // A process would have ended here; whatever the command still does, nothing more is printed.
    server.closeAllConnections();
    const { exit, out } = await running;
    expect(exit).toBe(130);
    expect(JSON.parse(out)).toEqual(document);
  });

  it('ends at once what asks nobody to stop', async () => {
    const { terminal, killedWith } = guarded();
    terminal.interrupt();
    expect(JSON.parse(terminal.out())).toMatchObject({ exit: 130 });
    expect(killedWith()).toBe(130);
  });

  it('adds nothing to a document that was printed', () => {
    const { terminal, guard } = guarded();
    const stop = guard.terminal.onInterrupt(() => undefined);
    terminal.interrupt();
    guard.terminal.stdout.write('{"exit":3}\n');
    // While the command ends, nobody listens any more.
    stop();
    terminal.interrupt();
    expect(terminal.out()).toBe('{"exit":3}\n');
    expect(terminal.killed).toEqual([130]);
  });

  function guarded() {
    const terminal = fakeTerminal();
    const guard = oneDocument(terminal);
    return { terminal, guard, killedWith: guard.killedWith };
  }
});
