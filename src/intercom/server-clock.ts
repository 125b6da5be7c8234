/** Two clocks of ordinary machines drift apart by less than this. */
const DRIFT_MS_PER_S = 0.5;
/** A Date header may be a little stale; only a larger contradiction means that a clock was set. */
const SLACK_MS = 200;

/**
 * What is known of the server's clock, as bounds of `server − local` in milliseconds. Each answer narrows them: what the
 * server did happened between sending and receiving. A contradiction (a clock was set) forgets what was known before.
 */
export class ServerClock {
  #low = -Infinity;
  #high = Infinity;
  #at = 0;

  /** The server's clock was within [earliest, latest] at some instant between `sentAt` and `receivedAt`. */
  observe(span: {
    readonly earliest: number;
    readonly latest: number;
    readonly sentAt: number;
    readonly receivedAt: number;
  }): void {
    const low = span.earliest - span.receivedAt;
    const high = span.latest - span.sentAt;
    this.#drift(span.receivedAt);
    if (low > this.#high + SLACK_MS || high < this.#low - SLACK_MS) {
      this.#low = low;
      this.#high = high;
      return;
    }
    this.#low = Math.max(this.#low, low);
    this.#high = Math.max(this.#low, Math.min(this.#high, high));
  }

  /** The server's time that has surely been reached; -Infinity while nothing is known. */
  reached(now: number): number {
    this.#drift(now);
    return now + this.#low;
  }

  /** The best guess of `server − local`; null while nothing is known. */
  offset(): number | null {
    if (this.#low === -Infinity) return null;
    return this.#high === Infinity ? this.#low : (this.#low + this.#high) / 2;
  }

  /** Forgets everything: what was believed led to a refusal. */
  forget(): void {
    this.#low = -Infinity;
    this.#high = Infinity;
  }

  #drift(now: number): void {
    const spread = (Math.max(0, now - this.#at) / 1000) * DRIFT_MS_PER_S;
    this.#at = now;
    this.#low -= spread;
    this.#high += spread;
  }
}
