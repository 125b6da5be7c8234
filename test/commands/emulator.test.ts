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

  it('prints one document with --json', async () => {
    const { out, err } = await during(['--json'], async () => undefined);
    expect(JSON.parse(out)).toMatchObject({ format: 'interform-emulator/1', exit: 0, diagnostics: [] });
    expect(err).toBe('');
  });

  it('says that the port is taken', async () => {
    await during([], async (url) => {
      const { exit, err } = await runCommand(Emulator, ['--port', new URL(url).port], fakeTerminal());
      expect(exit).toBe(1);
      expect(err).toContain('error[port-taken]');
      expect(err).toContain('--port 0');
    });
  });
});
