/** Where a clock of the emulator begins. */
export interface ClockStart {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  /** Whether it goes on from there; else it stands still until it is moved. */
  readonly running: boolean;
}

/**
 * The clock of an emulated workspace: that of the machine, until it is set, moved or stopped. Whatever the workspace dates goes by
 * it. The rate limit does not: clients compare its headers with the clock of the machine.
 */
export class Clock {
  readonly #machine: () => number;
  /** What it is ahead of the machine, while it runs. */
  #aheadMs = 0;
  #stoppedAtMs: number | undefined;
  #advancedMs = 0;

  constructor(machine: () => number, start?: ClockStart) {
    this.#machine = machine;
    if (start === undefined) return;
    this.set(start.atMs);
    if (!start.running) this.stop();
  }

  /** Milliseconds since 1970. */
  nowMs(): number {
    return this.#stoppedAtMs ?? this.#machine() + this.#aheadMs;
  }

  get running(): boolean {
    return this.#stoppedAtMs === undefined;
  }

  /** By how much it was advanced so far: that much of a window of the rate limit has gone by as well. */
  get advancedMs(): number {
    return this.#advancedMs;
  }

  /** The clock of the machine. */
  machineMs(): number {
    return this.#machine();
  }

  /** Lets this many milliseconds go by at once. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError('a clock is advanced by a number of milliseconds from 0');
    this.#advancedMs += ms;
    this.set(this.nowMs() + ms);
  }

  /** Sets it to these milliseconds since 1970; it runs or stands as before. */
  set(atMs: number): void {
    if (!Number.isFinite(atMs)) throw new RangeError('a clock is set to milliseconds since 1970');
    if (this.#stoppedAtMs === undefined) this.#aheadMs = atMs - this.#machine();
    else this.#stoppedAtMs = atMs;
  }

  /** Stands still from now on. */
  stop(): void {
    this.#stoppedAtMs = this.nowMs();
  }

  /** Goes on from where it stands. */
  run(): void {
    const now = this.nowMs();
    this.#stoppedAtMs = undefined;
    this.set(now);
  }
}
