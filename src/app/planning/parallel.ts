/** Runs work a few at a time; whatever fails first is thrown, and nothing is started after it. */
export class Parallel {
  readonly #running = new Set<Promise<void>>();
  readonly #most: number;
  #failure: { readonly thrown: unknown } | undefined;

  constructor(most: number) {
    this.#most = most;
  }

  /** Resolves when the work has begun. */
  async start(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.#most) await Promise.race(this.#running);
    this.#throw();
    const running = work()
      .catch((thrown: unknown) => {
        this.#failure ??= { thrown };
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Resolves when all of it is done. */
  async end(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    this.#throw();
  }

  #throw(): void {
    if (this.#failure !== undefined) throw this.#failure.thrown;
  }
}
