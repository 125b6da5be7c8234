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
  readonly wave: string;
  readonly part: Step['order'];
  readonly limit: number;
  readonly items: Item[];
}

export interface JointOptions {
  readonly turn: Turnstile;
  readonly send: (items: readonly Item[]) => Promise<void>;
  /** Goes on with a change whose shared requests are answered. */
  readonly onward: (work: Work) => Promise<void>;
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
  readonly #ready: (readonly Item[])[] = [];
  readonly #busy = new Set<Work>();
  /** How many shared requests a change still waits for. */
  readonly #open = new Map<Work, number>();
  /** Requests that are full and not answered. */
  #unanswered = 0;
  /** How many jobs are under way, and who waits until one of them ends: promises to race would pile up on the slow ones. */
  #jobs = 0;
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
      const where = nameOf(wave);
      const name = `${where} ${step.order ?? ''} ${key}`;
      let pool = this.#pools.get(name);
      if (pool === undefined) {
        pool = { wave: where, part: step.order, limit: Math.max(1, limit), items: [] };
        this.#pools.set(name, pool);
      }
      pool.items.push({ work, step });
      this.#waiting += 1;
      if (pool.items.length >= pool.limit) this.#close(name, pool);
    }
    while (this.#waiting > MOST_WAITING) this.#closeLargest();
  }

  /** Resolves when every request of the wave is answered, and nobody joins one any more. */
  async flush(wave: Wave): Promise<void> {
    for (;;) {
      await this.idle();
      const left = [...this.#pools].filter(([, pool]) => pool.wave === nameOf(wave));
      const part = PARTS.find((one) => left.some(([, pool]) => pool.part === one));
      const next = left.filter(([, pool]) => pool.part === part);
      if (next.length === 0) return;
      for (const [name, pool] of next) this.#close(name, pool);
    }
  }

  /** Resolves when no request is under way or full; rejects with the first failure. */
  async idle(): Promise<void> {
    while (this.#jobs > 0) await this.someSent();
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** Resolves when a request that is under way is answered; there has to be one. */
  someSent(): Promise<void> {
    return new Promise((resolve) => this.#onEnd.push(resolve));
  }

  #closeLargest(): void {
    const largest = [...this.#pools].reduce((a, b) => (b[1].items.length > a[1].items.length ? b : a));
    this.#close(...largest);
  }

  #close(name: string, { items }: Pool): void {
    this.#pools.delete(name);
    this.#waiting -= items.length;
    this.#ready.push(items);
    this.#unanswered += 1;
    this.#pump();
  }

  #pump(): void {
    for (;;) {
      const index = this.#ready.findIndex((items) => !items.some(({ work }) => this.#busy.has(work)));
      const [items] = index === -1 ? [] : this.#ready.splice(index, 1);
      if (items === undefined) return;
      for (const { work } of items) this.#busy.add(work);
      this.#run(() => this.#sent(items));
    }
  }

  async #sent(items: readonly Item[]): Promise<void> {
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
        this.#run(() => this.#options.onward(work));
      }
      this.#pump();
    }
  }

  #run(job: () => Promise<void>): void {
    this.#jobs += 1;
    job()
      .catch((failure: unknown) => {
        this.#failures.push(failure);
      })
      .finally(() => {
        this.#jobs -= 1;
        for (const go of this.#onEnd.splice(0)) go();
      });
  }
}

function nameOf({ level, rank }: Wave): string {
  return `${level} ${rank}`;
}
