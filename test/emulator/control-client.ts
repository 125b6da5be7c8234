import { createEmulator, type Emulator, type EmulatorOptions } from '../../src/emulator/index.ts';

/** What the control plane answers, as tests read it. */
export interface Controlled {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface Control {
  readonly emulator: Emulator;
  /** A request to the control plane; a text goes as it is, another body as JSON. */
  control(method: string, path: string, body?: unknown): Promise<Controlled>;
  /** A request to the emulated API. */
  send(method: string, path: string, body?: unknown, token?: string): Promise<Controlled>;
}

const JANUARY = Date.UTC(2026, 0, 15);

/** An emulator whose machine stands still in January. */
export function startControlled(options: EmulatorOptions = {}): Control {
  const emulator = createEmulator({ now: () => JANUARY, ...options });
  const ask = async (method: string, path: string, body: unknown, token?: string): Promise<Controlled> => {
    const response = await emulator.fetch(`http://localhost${path}`, {
      method,
      ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }),
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: JSON.parse(text === '' ? '{}' : text) };
  };
  return {
    emulator,
    control: (method, path, body) => ask(method, `/_emulator${path}`, body),
    send: (method, path, body, token = 'ada-token') => ask(method, path, body, token),
  };
}
