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
  /** Keep the log of `requests`; default true. One that runs for days does without. */
  readonly keepRequests?: boolean;
  /** Milliseconds; default Date.now. The index, the rate limit and all timestamps follow it. */
  readonly now?: () => number;
  readonly switches?: Partial<Switches>;
}
