import type { ScratchFile } from './scratch-file.ts';
import type { SpoolIndex } from './spool-index.ts';

const windowBytes = 256 * 1024;
/** The size of the buffer for a text that is read alone. */
const aloneBytes = 16 * 1024;

/**
 * Reads texts of a scratch file one after the other: those that lie close together through one window, others alone. Its
 * buffers are reused for every text.
 */
export class WindowReader {
  readonly #file: ScratchFile;
  readonly #index: SpoolIndex;
  #window: Buffer | undefined;
  #start = 0;
  #end = 0;
  #alone: Buffer | undefined;

  constructor(file: ScratchFile, index: SpoolIndex) {
    this.#file = file;
    this.#index = index;
  }

  /** `next` is the entry that is asked for after this one. */
  text(entry: number, next: number | undefined): string {
    const at = this.#index.at(entry);
    const bytes = this.#index.bytes(entry);
    if (!this.#holds(at, bytes)) {
      if (bytes > windowBytes || next === undefined || !this.#isNear(at, next))
        return this.#single(at, bytes);
      this.#move(at);
    }
    const from = at - this.#start;
    return this.#window?.toString('utf8', from, from + bytes) ?? '';
  }

  #holds(at: number, bytes: number): boolean {
    return at >= this.#start && at + bytes <= this.#end;
  }

  #isNear(at: number, next: number): boolean {
    const nextAt = this.#index.at(next);
    return nextAt >= at && nextAt + this.#index.bytes(next) <= at + windowBytes;
  }

  #move(at: number): void {
    this.#window ??= Buffer.allocUnsafe(windowBytes);
    const length = Math.min(windowBytes, this.#file.size - at);
    this.#file.readInto(this.#window, at, length);
    this.#start = at;
    this.#end = at + length;
  }

  #single(at: number, bytes: number): string {
    if (bytes > aloneBytes) return this.#file.read(at, bytes).toString();
    this.#alone ??= Buffer.allocUnsafe(aloneBytes);
    this.#file.readInto(this.#alone, at, bytes);
    return this.#alone.toString('utf8', 0, bytes);
  }
}
