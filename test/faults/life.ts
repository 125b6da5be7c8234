import type { VirtualClock } from './virtual-clock.ts';

/**
 * A process as far as it can stop: killed, nothing reaches it or leaves it any more; suspended, as with a closed lid, everything waits
 * until it goes on and finds that the time has passed.
 */
export class Life {
  readonly dead: Promise<void>;
  readonly #clock: VirtualClock;
  #alive = true;
  #die = () => {};
  #waiting: (() => void)[] | undefined;
  #suspendedMs = 0;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    this.dead = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  /** Milliseconds that this process was not suspended, from some beginning on. */
  awakeMs(): number {
    return this.#clock.now() - this.#suspendedMs;
  }

  kill(): void {
    this.#alive = false;
    this.#die();
  }

  suspend(ms: number): void {
    if (!this.#alive || this.#waiting !== undefined) return;
    this.#waiting = [];
    this.#clock.at(this.#clock.now() + ms, () => {
      const waiting = this.#waiting ?? [];
      this.#waiting = undefined;
      this.#suspendedMs += ms;
      for (const work of waiting) this.lets(work);
    });
  }

  /** Does it now, when the process goes on, or never. */
  lets(work: () => void): void {
    if (!this.#alive) return;
    if (this.#waiting === undefined) work();
    else this.#waiting.push(work);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#clock.sleep(ms, signal).then(
        () => this.lets(resolve),
        (reason: unknown) => this.lets(() => reject(reason)),
      );
    });
  }

  /** Calls again and again until the returned function is called. */
  every(ms: number, tick: () => void): () => void {
    let cancel = () => {};
    const next = () => {
      cancel = this.#clock.at(this.#clock.now() + ms, () => {
        if (!this.#alive) return;
        this.lets(tick);
        next();
      });
    };
    next();
    return () => cancel();
  }
}
