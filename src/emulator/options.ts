import type { ClockStart } from './clock.ts';
import type { FaultPlan } from './faults/faults.ts';
import type { EmulatorSeed } from './resources/index.ts';
import type { Switches } from './switches/all.ts';

/** 10,000 a minute, spread over six windows and rounded up (intercom 2.1). */
export const DEFAULT_RATE_LIMIT = 1667;

export interface EmulatorOptions {
  /** The access token that passes; without it any bearer does. */
  readonly token?: string;
  readonly seed?: EmulatorSeed;
  /** Requests per ten seconds and token; 0 for none, and then no X-RateLimit headers. Default 1667. */
  readonly rateLimit?: number;
  /** How long list and search lag behind writes. Default 0. */
  readonly indexLagMs?: number;
  /** How long every answer takes at least. Default 0. */
  readonly latencyMs?: number;
  /** Its switches are those of the start; `switches` wins over them. */
  readonly faults?: FaultPlan;
  /** Whether the log of `requests` is kept, or how many of the newest are; default true, for all of them. */
  readonly keepRequests?: boolean | number;
  /** Whether the log keeps the bodies of requests and answers; default false. */
  readonly keepBodies?: boolean;
  /** Milliseconds; default Date.now. The clock, the index, the rate limit and all timestamps follow it. */
  readonly now?: () => number;
  /** Where the clock begins; by default it is that of `now`. */
  readonly clock?: ClockStart;
  /** Which ids are given: the same seed, the same clock and the same calls give the same ones. Default 0. */
  readonly idSeed?: number;
  readonly switches?: Partial<Switches>;
  /** Whether each token has a workspace of its own, with the seed of all, and its own limit, faults, clock and log; default false. */
  readonly perToken?: boolean;
  /** Whether `/_emulator/` is served; default true. */
  readonly control?: boolean;
  /** What `/_emulator/health` says runs here. */
  readonly version?: string;
}
