import type { Limiter } from './limiter.ts';

/** What the client needs. Clock, randomness and waiting are handed in, so that a test decides what time it is. */
export interface ClientOptions {
  /** As `resolveBaseUrl` returns it: no trailing slash, perhaps with a path prefix. */
  readonly baseUrl: string;
  readonly token: string;
  /** Intercom-Version, pinned in every request (intercom 0.2, 8.38). */
  readonly version: string;
  /** interform's own version, for the User-Agent. */
  readonly tool?: string;
  /** The global fetch by default; `fetchFor(env)` where a proxy is set. */
  readonly fetch?: typeof fetch;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Rejects early when the signal is aborted. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** In [0, 1). */
  readonly random: () => number;
  /** The part of each rate-limit window to use, above 0 and at most 1; 0.8 by default. */
  readonly share?: number;
  /** The most requests in flight; fewer where the measured latency needs no more to use the limit. 64 by default. */
  readonly maxInFlight?: number;
  /** The part of the last moment in which this process was busy, from 0 to 1: `ownLoad()`. Not measured by default. */
  readonly busy?: () => number;
  /** For one request and its whole answer; 30,000 by default. */
  readonly timeoutMs?: number;
  /** Bytes of one answer that are read, after unzipping; 64 MB by default. */
  readonly maxBodyBytes?: number;
  /** The limiter that several clients of a command share; without it the client makes one of `share` and `maxInFlight`. */
  readonly limiter?: Limiter;
  /** When aborted, running requests finish and no new one starts. */
  readonly signal?: AbortSignal;
  /** When aborted, reads that are under way are given up; writes are not. */
  readonly giveUp?: AbortSignal;
  /** Called with the milliseconds until the rate limit lets the next request go; with 0 when it lets go again. */
  readonly onWait?: (ms: number) => void;
  /** Called right before each write is sent; an error that it returns is thrown instead of sending. */
  readonly writeRefusal?: () => Error | undefined;
  /**
   * Called with the number of requests that are about to be sent; with a negative number before these are counted again one
   * by one.
   */
  readonly onQueued?: (requests: number) => void;
  /** Called once for every request that was sent, retries included. */
  readonly onRequest?: (event: RequestEvent) => void;
}

/** One request that was sent and what came of it. */
export interface RequestEvent {
  readonly method: string;
  readonly path: string;
  readonly writes: boolean;
  /** 1 for the first try. */
  readonly attempt: number;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
}

export const DEFAULT_SHARE = 0.8;
/**
 * A page takes 0.12 to 0.36 s of server time (intercom 7) and the usual limit allows 167 requests a second (2.1), so sixty
 * in flight are always enough to use the limit.
 */
export const DEFAULT_MAX_IN_FLIGHT = 64;
export const DEFAULT_TIMEOUT_MS = 30_000;
/**
 * The largest answer that Intercom documents is a page of 150 contacts, some three megabytes (intercom 4.5): a longer one is
 * not from Intercom, or will never end.
 */
export const DEFAULT_MAX_BODY_BYTES = 64 * 1024 * 1024;
