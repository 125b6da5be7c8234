/** How fast something goes, and when it will be over; the clock is the caller's. */
export interface PaceState {
  /** Done a second; undefined while there is too little to tell. */
  readonly rate: number | undefined;
  /** Milliseconds until all is done; undefined while nobody can know. */
  readonly leftMs: number | undefined;
}

export interface PaceInput {
  readonly done: number;
  readonly total?: number | undefined;
  /** What the rate limit allows. */
  readonly mostPerSecond?: number | undefined;
  /** Milliseconds until the rate limit lets the next request go. */
  readonly waitingMs: number;
}

/** A rate that was measured over less time is not shown. */
const MEASURED_MS = 500;
/** What the limit allows counts at first as if it had been measured for so long: the first requests go one by one. */
const PRIOR_SECONDS = 5;
/** What is further back no longer tells how fast it goes now. */
const SPAN_MS = 60_000;
const SAMPLE_MS = 1_000;
/** How slowly the end moves when the measure does: a window of the rate limit, in which all goes in its first second, is ten seconds. */
const SLOWEST_MS = 15_000;

/**
 * The rate limit lets a whole window go at once and then nothing until the next, so what was measured jumps every ten seconds,
 * while the end hardly moves. Therefore:
 *
 *     rate   of the last minute, and never more than the limit allows
 *     end    drawn towards now + what is left / rate, the more slowly the longer it goes on
 */
export class Pace {
  readonly #startedMs: number;
  /** The oldest first. */
  readonly #samples: { readonly at: number; readonly done: number }[] = [];
  #end: { readonly at: number; readonly ms: number } | undefined;

  constructor(nowMs: number) {
    this.#startedMs = nowMs;
    this.#samples.push({ at: nowMs, done: 0 });
  }

  at(nowMs: number, { done, total, mostPerSecond = Infinity, waitingMs }: PaceInput): PaceState {
    const samples = this.#samples;
    if (nowMs - (samples.at(-1)?.at ?? 0) >= SAMPLE_MS) samples.push({ at: nowMs, done });
    while (samples.length > 1 && nowMs - (samples[0]?.at ?? 0) > SPAN_MS) samples.shift();
    const [oldest = { at: this.#startedMs, done: 0 }] = samples;
    const measuredMs = nowMs - oldest.at;
    const doneSince = done - oldest.done;
    const rate =
      measuredMs < MEASURED_MS || doneSince <= 0
        ? undefined
        : Math.min(mostPerSecond, doneSince / (measuredMs / 1000));
    if (total === undefined || done >= total) return { rate, leftMs: undefined };
    if (rate !== undefined) {
      const expected = expectedRate(rate, measuredMs / 1000, mostPerSecond);
      this.#drawTowards(nowMs + ((total - done) / expected) * 1000, nowMs);
    }
    if (this.#end === undefined) return { rate, leftMs: undefined };
    return { rate, leftMs: Math.max(0, waitingMs, this.#end.ms - nowMs) };
  }

  #drawTowards(ms: number, nowMs: number): void {
    const last = this.#end;
    if (last === undefined) {
      this.#end = { at: nowMs, ms };
      return;
    }
    const slowness = Math.min(SLOWEST_MS, Math.max(1, (nowMs - this.#startedMs) / 4));
    const part = 1 - Math.exp(-(nowMs - last.at) / slowness);
    this.#end = { at: nowMs, ms: last.ms + (ms - last.ms) * part };
  }
}

/** Drawn to what the limit allows while little was measured. */
function expectedRate(rate: number, seconds: number, most: number): number {
  const prior = Math.max(0, PRIOR_SECONDS - seconds / 2);
  return Number.isFinite(most) ? (rate * seconds + most * prior) / (seconds + prior) : rate;
}
