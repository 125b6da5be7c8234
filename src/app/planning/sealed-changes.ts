import {
  ActionTally,
  type ChangeStore,
  type WrittenChanges,
  writtenLine,
} from '../../plan/file/written-changes.ts';
import { ScratchFile } from '../../spool/scratch-file.ts';
import type { Change } from '../../types/change.ts';
import type { Changes } from '../../types/plan.ts';

/** Up to this many changes are kept in memory; with more, all are on disk. */
const fewChanges = 2000;
const windowBytes = 256 * 1024;
const lineFeed = 0x0a;

export interface SealOptions {
  readonly inMemory?: number | undefined;
  /** Creates the file for the changes. */
  readonly scratch?: (() => ScratchFile) | undefined;
}

/** Takes changes in plan order. A few are kept in memory, more as the lines of a file on disk. */
export class SealedChanges implements ChangeStore {
  readonly #inMemory: number;
  readonly #scratch: () => ScratchFile;
  readonly #actions = new ActionTally();
  #held: Change[] = [];
  #file: ScratchFile | undefined;
  #length = 0;

  constructor({ inMemory = fewChanges, scratch = () => new ScratchFile() }: SealOptions = {}) {
    this.#inMemory = inMemory;
    this.#scratch = scratch;
  }

  add(change: Change, line?: string): void {
    this.#actions.take(change);
    this.#length += 1;
    if (this.#file === undefined) {
      if (this.#length <= this.#inMemory) {
        this.#held.push(change);
        return;
      }
      this.#file = this.#scratch();
      for (const held of this.#held) this.#file.append(writtenLine(held));
      this.#held = [];
    }
    this.#file.append(line === undefined ? writtenLine(change) : `${line}\n`);
  }

  seal(): Changes {
    if (this.#file === undefined) return this.#held;
    return new ChangeLines(this.#file, this.#length, this.#actions.counts);
  }
}

/** Changes on disk, which are parsed anew in each iteration. */
class ChangeLines implements WrittenChanges {
  readonly length: number;
  readonly actions: WrittenChanges['actions'];
  readonly #file: ScratchFile;

  constructor(file: ScratchFile, length: number, actions: WrittenChanges['actions']) {
    this.#file = file;
    this.length = length;
    this.actions = actions;
  }

  *[Symbol.iterator](): Generator<Change> {
    for (const line of this.#lines()) yield parsed(line);
  }

  *those(places: Uint8Array): Generator<Change> {
    let place = 0;
    for (const line of this.#lines()) if (places[place++] === 1) yield parsed(line);
  }

  *pieces(): Generator<Uint8Array> {
    const { size } = this.#file;
    for (let at = 0; at < size; at += windowBytes)
      yield this.#file.read(at, Math.min(windowBytes, size - at));
  }

  /** For JSON.stringify. */
  toJSON(): readonly Change[] {
    return [...this];
  }

  /** Yields each line without its end. The buffer is reused for the next lines. */
  *#lines(): Generator<Buffer> {
    const { size } = this.#file;
    let window = Buffer.allocUnsafe(windowBytes);
    for (let start = 0; start < size; ) {
      const length = Math.min(window.length, size - start);
      this.#file.readInto(window, start, length);
      const filled = window.subarray(0, length);
      let from = 0;
      for (let end = filled.indexOf(lineFeed); end !== -1; end = filled.indexOf(lineFeed, from)) {
        yield filled.subarray(from, end);
        from = end + 1;
      }
      // The line is longer than the window.
      if (from === 0) window = Buffer.allocUnsafe(window.length * 2);
      start += from;
    }
  }
}

function parsed(line: Buffer): Change {
  return JSON.parse(line.toString('utf8')) as Change; // It was written from one.
}
