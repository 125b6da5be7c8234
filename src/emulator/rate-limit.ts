/** Length of a window (intercom 2.1). */
const WINDOW_SECONDS = 10;
/** `X-RateLimit-Reset` is two seconds after the real renewal (intercom 2.2). */
const RESET_SECONDS = 12;

export interface RateReading {
  readonly limit: number;
  /** Limit minus the requests before this one in the window: the first of a window reads the limit itself. */
  readonly remaining: number;
  /** Unix seconds. */
  readonly reset: number;
  readonly exceeded: boolean;
  /** Seconds until the count is in fact renewed. */
  readonly renewedInSeconds: number;
}

/** What windows go by: the clock of the machine, which clients hold the reset against, and what was skipped of it. */
interface RateClock {
  machineMs(): number;
  readonly advancedMs: number;
}

/** Counts requests per token in windows that start at seconds divisible by ten (intercom 2.2, 11.1). */
export class RateLimiter {
  readonly #limit: number;
  readonly #clock: RateClock;
  /** Of the present window alone: whoever runs for days meets many tokens. */
  readonly #counts = new Map<string, number>();
  #window = 0;

  /** @param limit requests per window; 0 turns it off. */
  constructor(limit: number, clock: RateClock) {
    this.#limit = limit;
    this.#clock = clock;
  }

  /** Counts one request, or what counts as so many, and reads the window before; undefined where there is no limit. */
  count(token: string, requests = 1): RateReading | undefined {
    const reading = this.peek(token);
    const window = windowAt(this.#nowMs());
    if (window !== this.#window) this.#counts.clear();
    this.#window = window;
    this.#counts.set(token, (this.#counts.get(token) ?? 0) + requests);
    return reading;
  }

  /** Reads the window without counting. */
  peek(token: string): RateReading | undefined {
    if (this.#limit === 0) return undefined;
    const nowMs = this.#nowMs();
    const window = windowAt(nowMs);
    const before = this.#window === window ? (this.#counts.get(token) ?? 0) : 0;
    return {
      limit: this.#limit,
      remaining: Math.max(0, this.#limit - before),
      reset: Math.ceil(window + RESET_SECONDS - this.#clock.advancedMs / 1000),
      exceeded: before >= this.#limit,
      renewedInSeconds: Math.max(1, Math.ceil(window + WINDOW_SECONDS - nowMs / 1000)),
    };
  }

  #nowMs(): number {
    return this.#clock.machineMs() + this.#clock.advancedMs;
  }
}

function windowAt(nowMs: number): number {
  return Math.floor(nowMs / 1000 / WINDOW_SECONDS) * WINDOW_SECONDS;
}
