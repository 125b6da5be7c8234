interface Waiting {
  readonly lines: readonly string[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Appends lines in the order in which they are handed in, one write after the other. Lines that come during a write go with
 * the next one, so that many share one flush. After a failed write nobody knows what reached the disk, so every later append
 * rejects with the same error.
 */
export class GroupedAppend {
  readonly #write: (lines: readonly string[]) => Promise<void>;
  #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(write: (lines: readonly string[]) => Promise<void>) {
    this.#write = write;
  }

  append(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      if (line.includes('\n') || line.includes('\0'))
        throw new Error('a line of a journal is one line of JSON');
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ lines, resolve, reject });
      this.#working ??= this.#work();
    });
  }

  /** Resolves when nothing is under way; later appends reject with this error. Never rejects. */
  async end(error: unknown): Promise<void> {
    await this.#working;
    this.#failure ??= { error };
  }

  async #work(): Promise<void> {
    // Lines that are handed in during the same turn go together.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#failure !== undefined) throw this.#failure.error;
        const lines = group.flatMap((one) => one.lines);
        if (lines.length > 0) await this.#write(lines);
        for (const { resolve } of group) resolve();
      } catch (error) {
        this.#failure ??= { error };
        for (const { reject } of group) reject(error);
      }
    }
    this.#working = undefined;
  }
}
