import type { ApplyKind, Work } from './work.ts';

/** How many changes are held between their source and their writing. */
const MOST_HELD = 1_000;

/** Changes in the order in which they are worked on: one at once where there is one, or when it comes; undefined at the end. */
export interface Works {
  /** Resolves when the last change has begun. Those that come after that were under way elsewhere. */
  readonly begun: Promise<void>;
  next(): Work | undefined | Promise<Work | undefined>;
}

/** A change that is read again by itself, in so many requests, or not at all. */
export interface Alone {
  readonly work: Work;
  readonly reads: number;
}

/**
 * Sorts changes, as they come, by how they are read again: by themselves, or together with others of their kind. It holds only
 * some of them.
 */
export class Intake {
  readonly #works: Works;
  readonly #readsOf: (work: Work) => number | 'together';
  #onDrained: (() => void) | undefined;
  readonly #alone: Alone[] = [];
  readonly #together = new Map<ApplyKind, Work[]>();
  #held = 0;
  #hasBegun = false;
  #ended = false;
  /** The change that its source makes us wait for. */
  #coming: Promise<void> | undefined;
  readonly #waiting: (() => void)[] = [];

  /** `onDrained`: called once, when every change has begun and is taken. */
  constructor(works: Works, readsOf: (work: Work) => number | 'together', onDrained: () => void) {
    this.#works = works;
    this.#readsOf = readsOf;
    this.#onDrained = onDrained;
    works.begun.then(() => {
      this.#hasBegun = true;
      this.#tell();
    });
  }

  async nextAlone(): Promise<Alone | undefined> {
    for (;;) {
      this.#fill(() => this.#alone.length > 0);
      const next = this.#alone.shift();
      if (next !== undefined) {
        this.#took(1);
        return next;
      }
      if (this.#ended) return undefined;
      await this.#more();
    }
  }

  /** A kind with changes that are read again together, and how many of them there are at least; `wanted` where possible. */
  async nextTogether(
    wanted: number,
  ): Promise<{ readonly kind: ApplyKind; readonly count: number } | undefined> {
    const queues = () => [...this.#together.values()];
    for (;;) {
      this.#fill(() => queues().some(({ length }) => length >= wanted));
      for (const [kind, { length: count }] of this.#together) if (count > 0) return { kind, count };
      if (this.#ended) return undefined;
      await this.#more();
    }
  }

  /** Takes up to `most` of them. */
  take(kind: ApplyKind, most: number): Work[] {
    const taken = this.#together.get(kind)?.splice(0, most) ?? [];
    this.#took(taken.length);
    return taken;
  }

  /** Nothing more is taken over, and whoever waits goes on. */
  close(): void {
    this.#ended = true;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** Takes over what is there at once. */
  #fill(isEnough: () => boolean): void {
    while (this.#coming === undefined && !this.#ended && this.#held < MOST_HELD && !isEnough()) {
      const next = this.#works.next();
      if (!(next instanceof Promise)) {
        this.#file(next);
        continue;
      }
      this.#coming = next.then((work) => {
        this.#coming = undefined;
        this.#file(work);
      });
      // Whoever needs the next change meets the failure.
      this.#coming.catch(() => {});
    }
  }

  /** Resolves when another change may be there, or room for one. */
  #more(): Promise<void> {
    return this.#coming ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #file(work: Work | undefined): void {
    if (work === undefined) this.#ended = true;
    else this.#queue(work);
  }

  #queue(work: Work): void {
    this.#held += 1;
    const reads = this.#readsOf(work);
    if (reads !== 'together') {
      this.#alone.push({ work, reads });
      return;
    }
    const queue = this.#together.get(work.kind);
    if (queue === undefined) this.#together.set(work.kind, [work]);
    else queue.push(work);
  }

  #tell(): void {
    if (!this.#hasBegun || this.#held > 0) return;
    this.#onDrained?.();
    this.#onDrained = undefined;
  }

  #took(count: number): void {
    this.#held -= count;
    this.#tell();
    for (const go of this.#waiting.splice(0)) go();
  }
}
