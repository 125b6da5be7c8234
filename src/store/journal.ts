import type { JournalDamage, JournalEntry } from '../types/store.ts';
import type { JournalFile, Journals } from './backend.ts';
import { Chain, type Link, marked } from './journal-chain.ts';

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (failure: unknown) => void;
}

/**
 * Appends entries in the order in which they are given, and commits in groups: entries that come while one group is made
 * durable wait and go together. With many requests under way one flush serves them all.
 *
 *   write ─ write ─ commit ─┐            commit ─┐
 *                           ├── flush ───────────┴── flush ──▶ …
 */
export class JournalWriter {
  readonly #file: JournalFile;
  #lines: string[] = [];
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | undefined;
  /** How many bytes this writer appended. */
  bytes = 0;
  #broken: { readonly failure: unknown } | undefined;

  /** The last line that was taken. */
  #last: Link;

  private constructor(file: JournalFile, last: Link) {
    this.#file = file;
    this.#last = last;
  }

  /** Opens the journal of a run, to continue after its last line. */
  static async open(journals: Journals, run: string): Promise<JournalWriter> {
    const file = await journals.open(run);
    const chain = new Chain();
    for await (const line of journals.read(run)) chain.follow(line);
    return new JournalWriter(file, chain.end);
  }

  /** Takes an entry; it goes to the store with the next flush. Once one could not be written nothing more is taken. */
  write(entry: JournalEntry): void {
    if (this.#broken !== undefined) return;
    const { line, link } = marked(JSON.stringify(entry), this.#last);
    this.#last = link;
    this.bytes += line.length + 1;
    this.#lines.push(line);
    this.#flush();
  }

  /** Resolves when everything written so far is durable. Rejects, now and ever after, when it could not be written. */
  commit(): Promise<void> {
    if (this.#broken !== undefined) return Promise.reject(this.#broken.failure);
    if (this.#lines.length === 0) return this.#flushing ?? Promise.resolve();
    const done = new Promise<void>((resolve, reject) => this.#waiting.push({ resolve, reject }));
    this.#flush();
    return done;
  }

  async close(): Promise<void> {
    try {
      await this.commit();
    } finally {
      await this.#file.close();
    }
  }

  #flush(): void {
    if (this.#flushing !== undefined || this.#broken !== undefined || this.#lines.length === 0) return;
    const flushing = this.#flushAll();
    this.#flushing = flushing;
    // Commits that wait reject with the failure; if none waits, the next one does.
    flushing.catch(() => {});
  }

  async #flushAll(): Promise<void> {
    // Entries that are written in the same turn go together.
    await Promise.resolve();
    while (this.#lines.length > 0) {
      const lines = this.#lines;
      const waiting = this.#waiting;
      this.#lines = [];
      this.#waiting = [];
      try {
        await this.#file.append(lines);
      } catch (failure) {
        this.#broken = { failure };
        for (const { reject } of [...waiting, ...this.#waiting]) reject(failure);
        this.#waiting = [];
        this.#flushing = undefined;
        throw failure;
      }
      for (const { resolve } of waiting) resolve();
    }
    this.#flushing = undefined;
  }
}

/**
 * The entries of a run. A damage comes before an entry that stands behind a line that is gone, doubled, moved or changed,
 * and instead of a line that is no entry. A torn last line is no damage, because a kill leaves one.
 */
export async function* journalEntries(
  journals: Pick<Journals, 'read'>,
  run: string,
): AsyncIterable<JournalEntry | JournalDamage> {
  const chain = new Chain();
  for await (const line of journals.read(run)) {
    const { text, isInPlace } = chain.follow(line);
    const entry = entryOf(text);
    if (!isInPlace || entry === undefined) yield { t: 'damage' };
    if (entry !== undefined) yield entry;
  }
}

function entryOf(line: string): JournalEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    // Written by this class only; the tag tells that the line is whole.
    return typeof value === 'object' && value !== null && 't' in value ? (value as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
