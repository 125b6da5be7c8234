import { CHECKS } from '../../../src/app/probing/checks/index.ts';
import { Desk } from '../../../src/app/probing/desk.ts';
import { type ProbeRun, runChecks } from '../../../src/app/probing/run.ts';
import { Wire } from '../../../src/app/probing/wire.ts';
import {
  createEmulator,
  type Emulator,
  type EmulatorOptions,
  parseFaults,
} from '../../../src/emulator/index.ts';
import { createClient } from '../../../src/intercom/index.ts';
import type { ClientOptions } from '../../../src/intercom/options.ts';

const INDEX_LAG_MS = 300_000;

export interface World {
  readonly emulator: Emulator;
  readonly clock: { now: number };
}

/** An emulator whose time passes while somebody waits, and only then. */
export function worldOf(spec = '', options: EmulatorOptions = {}): World {
  const clock = { now: Date.UTC(2026, 10, 30, 16) };
  return { clock, emulator: createEmulator({ now: () => clock.now, faults: parseFaults(spec), ...options }) };
}

function clientFor({ emulator, clock }: World, more: Partial<ClientOptions> = {}) {
  return createClient({
    baseUrl: 'https://api.intercom.io',
    token: 'of-ada',
    version: '2.16',
    fetch: emulator.fetch,
    now: () => clock.now,
    sleep: async (ms) => {
      clock.now += ms;
    },
    random: () => 0.5,
    ...more,
  });
}

/** Probes it; `signal` as Ctrl-C gives it. */
export function probed(world: World, more: Partial<ClientOptions> = {}): Promise<ProbeRun> {
  const sleep = async (ms: number) => {
    world.clock.now += ms;
  };
  const desk = new Desk({
    wire: new Wire(clientFor(world, more)),
    now: () => world.clock.now,
    sleep,
    indexLagMs: INDEX_LAG_MS,
  });
  const { signal: _signal, ...unstopped } = more;
  return runChecks(desk, {
    checks: CHECKS,
    clearing: { wire: new Wire(clientFor(world, unstopped)), sleep },
  });
}

/** What differs from what is assumed: name → found. */
export function differing({ facts }: ProbeRun): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    facts.flatMap(({ name, found, state }) => (state === 'differs' ? [[name, found]] : [])),
  );
}
