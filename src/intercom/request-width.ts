/** Windows last ten seconds (intercom 2.1). */
const WINDOW_SECONDS = 10;
/** The lowest width, whatever was measured: fewer would save nothing. */
const LEAST = 8;
/** A little above what the mean needs, for answers that are slower. */
const HEADROOM = 1.25;
/** The weight of one more answer in the mean. */
const WEIGHT = 1 / 8;
/** Above this load, answers wait for this process and not for Intercom. */
const BUSY = 0.9;

/**
 * How many requests may be in flight: as many as the rate limit lets go while one is answered. That is enough to use the
 * limit; more would only be held in memory. While this process is busy, answers wait for it and look slow, so the width does
 * not grow.
 *
 *     in flight = rate × latency × 1.25      133/s × 60 ms → 10, × 300 ms → 50; at least 8, at most `most`
 */
export class RequestWidth {
  readonly #share: number;
  readonly #most: number;
  #latencyMs: number | undefined;
  #width: number | undefined;

  constructor({ share, maxInFlight }: { readonly share: number; readonly maxInFlight: number }) {
    this.#share = share;
    this.#most = maxInFlight;
  }

  /** `most` until an answer tells a limit. */
  get now(): number {
    return this.#width ?? this.#most;
  }

  /** `limit` is that of a window; `busy` the part of the last moment in which this process was busy. */
  answered({ limit, latencyMs, busy }: WidthFacts): void {
    const mean = this.#latencyMs ?? latencyMs;
    this.#latencyMs = mean + (Math.max(0, latencyMs) - mean) * WEIGHT;
    if (limit === undefined) return;
    const rate = (this.#share * limit) / WINDOW_SECONDS;
    const needed = Math.ceil(((rate * this.#latencyMs) / 1000) * HEADROOM);
    const wanted = busy > BUSY ? Math.min(needed, this.#width ?? LEAST) : needed;
    this.#width = Math.min(this.#most, Math.max(LEAST, wanted));
  }
}

interface WidthFacts {
  readonly limit: number | undefined;
  readonly latencyMs: number;
  readonly busy: number;
}
