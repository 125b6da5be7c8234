import type { ClockStart } from './clock.ts';
import type { FaultPlan } from './faults/faults.ts';
import { DEFAULT_RATE_LIMIT, type EmulatorOptions } from './options.ts';
import { DEFAULT_SWITCHES, type Switches } from './switches/all.ts';
import { parseVersion } from './version.ts';

/** The options of an emulator but for its seed, checked and with their defaults. */
export interface EmulatorSettings {
  readonly token: string | undefined;
  readonly rateLimit: number;
  readonly indexLagMs: number;
  readonly latencyMs: number;
  readonly idSeed: number;
  readonly faults: FaultPlan | undefined;
  readonly switches: Switches;
  readonly log: { readonly most: number; readonly bodies: boolean };
  readonly now: () => number;
  readonly clockStart: ClockStart | undefined;
}

/** @throws RangeError for what makes no sense. */
export function settingsOf(options: EmulatorOptions): EmulatorSettings {
  const {
    rateLimit = DEFAULT_RATE_LIMIT,
    indexLagMs = 0,
    latencyMs = 0,
    idSeed = 0,
    now = Date.now,
  } = options;
  const switches = { ...DEFAULT_SWITCHES, ...options.faults?.switches, ...options.switches };
  if (parseVersion(switches.defaultVersion) === undefined)
    throw new RangeError(`No Intercom-Version "${switches.defaultVersion}"`);
  const most = mostKept(options.keepRequests);
  for (const [name, value] of Object.entries({ rateLimit, indexLagMs, latencyMs, keepRequests: most })) {
    if (!(value >= 0)) throw new RangeError(`${name} must be a number from 0`);
  }
  if (!Number.isInteger(idSeed) || idSeed < 0) throw new RangeError('idSeed must be a whole number from 0');
  return {
    token: options.token,
    ...{ rateLimit, indexLagMs, latencyMs, idSeed, switches, now },
    faults: options.faults,
    log: { most, bodies: options.keepBodies ?? false },
    clockStart: options.clock,
  };
}

function mostKept(keep: boolean | number | undefined): number {
  if (typeof keep === 'number') return keep;
  return keep === false ? 0 : Number.POSITIVE_INFINITY;
}
