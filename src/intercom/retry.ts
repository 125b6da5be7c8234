import type { IntercomError } from './error.ts';
import type { RateHeaders } from './rate-headers.ts';

/** More would hammer an endpoint that fails on what it is sent (intercom 8.34). */
const MAX_RETRIES = 2;
/** A 429 was not executed, so waiting is safe (intercom 2.4); this bound only ends a wait for nothing. */
export const MAX_WAITS = 10;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 20_000;
/** Longer than any window; a request that would have to wait longer is reported as failed. */
const LONGEST_WAIT_MS = 120_000;
/** Spreads the requests that wait for the same instant. */
const JITTER_MS = 200;

/** What a request does, which decides whether it may be sent again when its outcome is unknown. */
export type Repeat = 'read' | 'write' | 'create';

/**
 * How long to wait before the same request is sent again; undefined: not again.
 *
 *   failure                       read   write (PUT, DELETE, tag, attach)   create
 *   network, timeout, 408, 5xx    2 ×    2 ×                                never: a second lead would be made (intercom 8.2)
 *   200 that is not JSON          2 ×    never: reported as unknown         never
 *   longer than is read           never  never: reported as unknown         never
 *   certificate, other 4xx        never  never                              never
 */
export function waitBeforeRetry(facts: {
  readonly failure: IntercomError;
  readonly repeat: Repeat;
  /** Retries made so far. */
  readonly retries: number;
  readonly random: () => number;
}): number | undefined {
  const { failure, repeat, retries, random } = facts;
  if (repeat === 'create' || retries >= MAX_RETRIES || !isPassing(failure, repeat)) return undefined;
  const backoff = random() * FIRST_BACKOFF_MS * 2 ** retries;
  const asked = failure.retryAfterMs ?? 0;
  return asked > LONGEST_WAIT_MS ? undefined : Math.max(backoff, asked);
}

/**
 * How long to hold everything back after a 429; undefined: give up. Retry-After, else the reset of an exhausted window,
 * else (overloaded, or no headers: intercom 2.3) a growing pause.
 */
export function waitAfterLimit(facts: {
  readonly retryAfterMs: number | null;
  readonly rate: RateHeaders | undefined;
  readonly serverNowMs: number;
  /** Waits made so far for this request. */
  readonly waits: number;
  readonly random: () => number;
}): number | undefined {
  const { retryAfterMs, rate, serverNowMs, waits, random } = facts;
  if (waits >= MAX_WAITS) return undefined;
  const untilReset = rate !== undefined && rate.remaining < 1 ? rate.resetMs - serverNowMs : 0;
  const told = retryAfterMs ?? (untilReset > 0 ? untilReset : undefined);
  if (told !== undefined) return told > LONGEST_WAIT_MS ? undefined : told + random() * JITTER_MS;
  const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** waits);
  return backoff / 2 + (random() * backoff) / 2;
}

/** Whether the same request may well succeed a moment later. */
function isPassing(failure: IntercomError, repeat: Repeat): boolean {
  switch (failure.family) {
    case 'network':
      return failure.code !== 'certificate';
    case 'timeout':
    case 'server':
      return true;
    case 'malformed':
      return repeat === 'read';
    default:
      return false;
  }
}
