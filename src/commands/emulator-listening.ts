import type { Diagnostic } from '../types/diagnostic.ts';
import { errorCode } from '../types/error-code.ts';
import { UsageError, usageError } from './usage.ts';

interface Listener {
  listen(options: { port: number; host: string }): Promise<{ url: string; close(): Promise<void> | void }>;
}

/**
 * Starts to serve.
 *
 * @throws UsageError where the port or the host cannot be had.
 */
export async function listenAt(emulator: Listener, port: number, host: string) {
  try {
    return await emulator.listen({ port, host });
  } catch (error) {
    const code = errorCode(error) ?? '';
    const finding = findingOf(code, port, host);
    if (finding === undefined) throw error;
    throw new UsageError([finding]);
  }
}

function findingOf(code: string, port: number, host: string): Diagnostic | undefined {
  switch (code) {
    case 'EADDRINUSE':
      return usageError(
        'port-taken',
        `Port ${port} of ${host} is taken`,
        'choose another with --port, or --port 0 for any free one',
      );
    case 'EACCES':
      return usageError('port-refused', `Port ${port} may not be used`, 'choose one above 1023 with --port');
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return usageError(
        'bad-host',
        `${JSON.stringify(host)} is no address of this machine`,
        'use 127.0.0.1, or 0.0.0.0 for all of its addresses',
      );
    default:
      return undefined;
  }
}

/** A warning where other machines may reach it: nothing there is protected, and no token is secret. */
export function exposure(host: string, control: boolean): readonly Diagnostic[] {
  if (/^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/i.test(host)) return [];
  const summary = control
    ? 'Whoever reaches this machine can read and change what the emulator holds'
    : 'Whoever reaches this machine can use the emulator';
  return [
    {
      code: 'emulator-exposed',
      severity: 'warning',
      summary,
      detail: `It listens at ${host}, and protects nothing.${control ? ' The log of requests and /_emulator/ are open as well.' : ''}`,
      help: control
        ? 'keep real data out of it; --no-control closes /_emulator/; --host 127.0.0.1 lets only this machine in'
        : 'keep real data out of it; --host 127.0.0.1 lets only this machine in',
    },
  ];
}
