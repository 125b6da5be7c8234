import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpoolError } from './spool-error.ts';

/** How much is gathered before it is written to disk. */
const bufferBytes = 256 * 1024;
/** The most bytes that a character of a JavaScript string takes in UTF-8. */
const bytesOfCharacter = 3;

const disk = { openSync, writeSync, readSync, closeSync, unlinkSync };

export interface ScratchOptions {
  /** Where the file lies. Default: the system's folder for temporary files, which TMPDIR names. */
  readonly folder?: string | undefined;
  /** The calls of `node:fs`. */
  readonly fs?: typeof disk | undefined;
}

/** Closes the files that nobody closed, once they are garbage. */
const forgotten = new FinalizationRegistry<() => void>((close) => close());

/**
 * A private file (0600) without a name: it is unlinked as soon as it is open, so that it is gone however the process ends. It is
 * opened when the first buffer is full: what fits into one never touches the disk. Whatever fails is a SpoolError.
 */
export class ScratchFile {
  readonly #folder: string;
  readonly #fs: typeof disk;
  #fd: number | undefined;
  #buffer: Buffer | undefined;
  /** Bytes in the buffer, which follow those already written. */
  #buffered = 0;
  #written = 0;
  #closed = false;
  /** The last failure: every later call throws it again, since its data is lost. */
  #failure: SpoolError | undefined;

  constructor({ folder = tmpdir(), fs = disk }: ScratchOptions = {}) {
    this.#folder = folder;
    this.#fs = fs;
  }

  /** How many bytes were appended. */
  get size(): number {
    return this.#written + this.#buffered;
  }

  /** Text is kept in UTF-8. Returns the offset where the bytes begin. */
  append(bytes: string | Uint8Array): number {
    const offset = this.size;
    this.#assertOpen();
    this.#buffer ??= Buffer.allocUnsafe(bufferBytes);
    const longest = typeof bytes === 'string' ? bytes.length * bytesOfCharacter : bytes.length;
    if (longest > bufferBytes - this.#buffered) this.#flush();
    if (longest > bufferBytes) this.#write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes);
    else if (typeof bytes === 'string') this.#buffered += this.#buffer.write(bytes, this.#buffered);
    else {
      this.#buffer.set(bytes, this.#buffered);
      this.#buffered += bytes.length;
    }
    return offset;
  }

  read(offset: number, length: number): Buffer {
    const target = Buffer.allocUnsafe(length);
    this.readInto(target, offset, length);
    return target;
  }

  /** Copies appended bytes from `offset` on to the beginning of `target`. */
  readInto(target: Buffer, offset: number, length: number): void {
    this.#assertOpen();
    const inFile = Math.max(0, Math.min(length, this.#written - offset));
    for (let got = 0; got < inFile; ) {
      const more = this.#calling(({ readSync: read }) =>
        read(this.#opened(), target, got, inFile - got, offset + got),
      );
      if (more === 0) throw new SpoolError(this.#folder, 'the file was cut');
      got += more;
    }
    if (inFile === length) return;
    const from = offset + inFile - this.#written;
    this.#buffer?.copy(target, inFile, from, from + length - inFile);
  }

  /** The bytes appended so far, piece by piece. */
  async *pieces(bytes: number): AsyncIterable<Uint8Array> {
    for (let at = 0; at < this.size; at += bytes) yield this.read(at, Math.min(bytes, this.size - at));
  }

  /** Frees memory and disk; the file cannot be used any more. */
  close(): void {
    this.#closed = true;
    this.#buffer = undefined;
    if (this.#fd === undefined) return;
    forgotten.unregister(this);
    this.#fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #flush(): void {
    if (this.#buffer === undefined || this.#buffered === 0) return;
    const bytes = this.#buffer.subarray(0, this.#buffered);
    this.#buffered = 0;
    this.#write(bytes);
  }

  #write(bytes: Uint8Array): void {
    const fd = this.#opened();
    for (let done = 0; done < bytes.length; ) {
      const more = this.#calling((fs) => fs.writeSync(fd, bytes, done, bytes.length - done, this.#written));
      this.#written += more;
      done += more;
    }
  }

  #opened(): number {
    if (this.#fd !== undefined) return this.#fd;
    const path = join(this.#folder, `.interform-${randomUUID()}`);
    const fd = this.#calling(({ openSync: open }) => open(path, 'wx+', 0o600));
    this.#fd = fd;
    const { closeSync: close } = this.#fs;
    forgotten.register(this, () => close(fd), this);
    this.#calling(({ unlinkSync: unlink }) => unlink(path));
    return fd;
  }

  #calling<R>(call: (fs: typeof disk) => R): R {
    try {
      return call(this.#fs);
    } catch (error) {
      this.#failure = new SpoolError(this.#folder, error);
      throw this.#failure;
    }
  }

  #assertOpen(): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#closed) throw new Error('the scratch file is closed');
  }
}
