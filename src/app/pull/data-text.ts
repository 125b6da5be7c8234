import { Spool } from '../../spool/spool.ts';
import { packed } from '../packed.ts';

/** The text of a file. A data file may be too long for a string; its text comes in pieces, and can be iterated several times. */
export type FileText = string | DataText;

/** The text of a data file, which is kept on disk while it is added to. */
export class DataText implements Iterable<string> {
  readonly #pieces = new Spool<string>({ inMemory: 0, encode: (text) => text, decode: (text) => text });
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(texts: Iterable<string>): void {
    for (const text of packed(texts)) {
      this.#bytes += Buffer.byteLength(text);
      this.#pieces.add(text, { rank: 0, order: this.#pieces.length, owner: -1 });
    }
  }

  [Symbol.iterator](): Iterator<string> {
    return this.#pieces.sorted()[Symbol.iterator]();
  }

  /** Frees the disk space; the text cannot be read afterwards. */
  close(): void {
    this.#pieces.close();
  }
}
