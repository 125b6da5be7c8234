import type { Step } from '../types/step.ts';
import type { Item } from './item.ts';
import type { Turnstile } from './parallel.ts';
import type { Wave } from './schedule.ts';
import { PARTS } from './step-order.ts';
import type { Work } from './work.ts';

/** How many changes may wait for others to share a request with, before the largest request goes without waiting longer. */
const MOST_WAITING = 10_000;

/** Changes that wait until the request which they share is full. */
interface Pool {
  readonly wave: Wave;
  readonly part: Step['order'];
  readonly limit: number;
  readonly items: Item[];
}

export interface JointOptions {
  readonly turn: Turnstile;
  readonly send: (items: readonly Item[]) => Promise<void>;
  /** Goes on with a change whose shared requests of the wave are answered. */
  readonly onward: (work: Work, wave: Wave) => Promise<void>;
}

/**
 * The bulk requests that changes share. Each goes as soon as it is full; what is left of them goes when nobody can join any
 * more. Never two at once that share a change, so that the requests of one change stay in sequence.
 *
 *     ada, alan, … join vip ── full ──▶ vip (50) ──▶ each of them goes on
 *     grace joins vip ──────── flush ─▶ vip (1)
 */
export class JointRequests {
  readonly #options: JointOptions;
  readonly #pools = new Map<string, Pool>();
  #waiting = 0;
  readonly #ready: Pool[] = [];
  readonly #busy = new Set<Work>();
  /** How many shared requests a change still waits for. */
  readonly #open = new Map<Work, number>();
  /** Requests that are full and not answered. */
  #unanswered = 0;
  /** How many jobs of each wave are under way, and who waits until one ends: promises to race would pile up on the slow ones. */
  readonly #jobs = new Map<string, number>();
  readonly #onEnd: (() => void)[] = [];
  readonly #failures: unknown[] = [];

  constructor(options: JointOptions) {
    this.#options = options;
  }

  /** How many requests are full and not answered yet. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** A change joins the requests of these steps, which are of one part of a level. */
  join(work: Work, wave: Wave, steps: readonly Step[]): void {
    this.#open.set(work, steps.length);
    for (const step of steps) {
      if (step.batch === undefined) throw new Error(`${work.change.address} shares a request of its own`);
      const { key, limit } = step.batch;
      const name = `${nameOf(wave)} ${step.order ?? ''} ${key}`;
      let pool = this.#pools.get(name);
      if (pool === undefined) {
        pool = { wave, part: step.order, limit: Math.max(1, limit), items: [] };
        this.#pools.set(name, pool);
      }
      pool.items.push({ work, step });
      this.#waiting += 1;
      if (pool.items.length >= pool.limit) this.#close(name, pool);
    }
    while (this.#waiting > MOST_WAITING) this.#closeLargest();
  }

  /**
   * Sends what is left of the wave. Resolves when every request of it is answered; rejects with the first failure. Nobody else
   * may join one by then.
   */
  async flush(wave: Wave): Promise<void> {
    const name = nameOf(wave);
    for (;;) {
      await this.#answered(name);
      const left = [...this.#pools].filter(([, pool]) => nameOf(pool.wave) === name);
      const part = PARTS.find((one) => left.some(([, pool]) => pool.part === one));
      const next = left.filter(([, pool]) => pool.part === part);
      if (next.length === 0) return;
      for (const [key, pool] of next) this.#close(key, pool);
    }
  }

  /** Resolves when a request that is under way is answered; there has to be one. */
  someSent(): Promise<void> {
    return new Promise((resolve) => this.#onEnd.push(resolve));
  }

  /** Resolves when no request of the wave is under way or full; rejects with the first failure. */
  async #answered(name: string): Promise<void> {
    while (this.#jobs.has(name)) await this.someSent();
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  #closeLargest(): void {
    const largest = [...this.#pools].reduce((a, b) => (b[1].items.length > a[1].items.length ? b : a));
    this.#close(...largest);
  }

  #close(name: string, pool: Pool): void {
    this.#pools.delete(name);
    this.#waiting -= pool.items.length;
    this.#ready.push(pool);
    this.#unanswered += 1;
    this.#pump();
  }

  #pump(): void {
    for (;;) {
      const index = this.#ready.findIndex(({ items }) => !items.some(({ work }) => this.#busy.has(work)));
      const [pool] = index === -1 ? [] : this.#ready.splice(index, 1);
      if (pool === undefined) return;
      for (const { work } of pool.items) this.#busy.add(work);
      this.#run(pool.wave, () => this.#sent(pool));
    }
  }

  async #sent({ wave, items }: Pool): Promise<void> {
    try {
      await this.#options.turn(() => this.#options.send(items));
    } finally {
      this.#unanswered -= 1;
      for (const { work } of items) {
        this.#busy.delete(work);
        const open = (this.#open.get(work) ?? 1) - 1;
        this.#open.set(work, open);
        if (open > 0) continue;
        this.#open.delete(work);
        this.#run(wave, () => this.#options.onward(work, wave));
      }
      this.#pump();
    }
  }

  #run(wave: Wave, job: () => Promise<void>): void {
    const name = nameOf(wave);
    this.#jobs.set(name, (this.#jobs.get(name) ?? 0) + 1);
    job()
      .catch((failure: unknown) => {
        this.#failures.push(failure);
      })
      .finally(() => {
        const left = (this.#jobs.get(name) ?? 1) - 1;
        if (left > 0) this.#jobs.set(name, left);
        else this.#jobs.delete(name);
        for (const go of this.#onEnd.splice(0)) go();
      });
  }
}

function nameOf({ level, rank }: Wave): string {
  return `${level} ${rank}`;
}
