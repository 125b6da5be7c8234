import type { Json } from '../../types/json.ts';
import { SourceProblem } from '../source-problem.ts';
import { JsonCursor, unexpectedJson } from './cursor.ts';

/** A longer value of a data file is broken, or is not a row. */
const maxValueCharacters = 16 * 1024 * 1024;
/** Deeper nesting than this is no data file. */
const maxDepth = 64;

/**
 * JSON of any length, read from left to right: containers are entered step by step, values are cut out whole. Only the
 * value at hand is in memory. Throws SourceProblem where the text is no JSON.
 */
export class JsonStream {
  readonly #pieces: AsyncIterator<string>;
  #text = '';
  #at = 0;
  #line = 1;
  /** Index in #text where the line begins; negative when it began in a piece that is gone. */
  #lineStart = 0;
  #ended = false;

  constructor(pieces: AsyncIterable<string>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The line of what was peeked at last. */
  get line(): number {
    return this.#line;
  }

  /** Frees the source when reading stops early. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  /** The first character of what comes next; empty at the end. */
  async peek(): Promise<string> {
    for (;;) {
      for (; this.#at < this.#text.length; this.#at++) {
        const code = this.#text.charCodeAt(this.#at);
        if (code === 0x0a) {
          this.#line++;
          this.#lineStart = this.#at + 1;
        } else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return this.#text[this.#at] ?? '';
      }
      if (!(await this.#more())) return '';
    }
  }

  async expect(char: string): Promise<void> {
    if ((await this.peek()) !== char) this.unexpected(char);
    this.#at++;
  }

  /** Whether an element or key follows: asked before each one. `first` is true before the first. */
  async next(close: ']' | '}', first: boolean): Promise<boolean> {
    const char = await this.peek();
    if (char === close) return false;
    if (first) return true;
    if (char !== ',') this.unexpected(`, or ${close}`);
    const column = this.#column();
    const line = this.#line;
    this.#at++;
    if ((await this.peek()) === close) {
      throw new SourceProblem({
        code: 'json-syntax',
        summary: `a comma stands before ${close}`,
        help: 'take the comma out',
        line,
        column,
      });
    }
    return true;
  }

  async key(): Promise<string> {
    if ((await this.peek()) !== '"') this.unexpected('a key in double quotes');
    const key = String(await this.value(':'));
    await this.expect(':');
    return key;
  }

  /** The next value, read whole. `after` is what follows it, in words. */
  async value(after: string): Promise<Json> {
    await this.peek();
    const end = await this.#valueEnd();
    if (end === this.#at) this.unexpected('a value');
    const text = this.#text.slice(this.#at, end);
    const value = new JsonCursor(text, { line: this.#line, column: this.#column(), after }).only();
    this.#pass(text, end);
    return value;
  }

  /** Reads over the next value, however long it is, and finds what is broken in it. */
  async skip(after: string, depth = 1): Promise<void> {
    const char = await this.peek();
    if (depth > maxDepth) {
      throw this.#problem({
        code: 'nested-too-deep',
        summary: `the JSON nests more than ${maxDepth} levels deep`,
      });
    }
    if (char !== '{' && char !== '[') return void (await this.value(after));
    const close = char === '{' ? '}' : ']';
    this.#at++;
    for (let first = true; await this.next(close, first); first = false) {
      if (char === '{') await this.key();
      await this.skip(`, or ${close}`, depth + 1);
    }
    await this.expect(close);
  }

  unexpected(wanted: string): never {
    throw this.#problem(unexpectedJson(wanted, this.#text.slice(this.#at, this.#at + 20)));
  }

  #problem(finding: {
    readonly code: string;
    readonly summary: string;
    readonly help?: string;
  }): SourceProblem {
    return new SourceProblem({ ...finding, line: this.#line, column: this.#column() });
  }

  #column(): number {
    return this.#at - this.#lineStart + 1;
  }

  #pass(text: string, end: number): void {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      this.#line++;
      this.#lineStart = this.#at + at + 1;
    }
    this.#at = end;
  }

  /** Appends the next piece; what was read is let go. False at the end. */
  async #more(): Promise<boolean> {
    if (this.#ended) return false;
    const { value, done } = await this.#pieces.next();
    if (done) {
      this.#ended = true;
      return false;
    }
    this.#text = this.#text.slice(this.#at) + value;
    this.#lineStart -= this.#at;
    this.#at = 0;
    return true;
  }

  /**
   * Finds where the value that begins here ends, by counting the brackets outside strings. The cursor decides whether it is
   * valid, so it is also cut at a line break inside a string and where it nests too deep, for the cursor to refuse.
   */
  async #valueEnd(): Promise<number> {
    let depth = 0;
    let inText = false;
    for (let offset = 0; ; offset++) {
      // A backslash at the end of a piece skips more than one character of the next ones.
      while (this.#at + offset >= this.#text.length) {
        if (offset > maxValueCharacters) {
          throw this.#problem({
            code: 'row-too-long',
            summary: `a value is longer than ${maxValueCharacters / 1024 / 1024} million characters`,
            help: 'name the list of rows with format: { path: … }',
          });
        }
        if (!(await this.#more())) return this.#text.length;
      }
      const code = this.#text.charCodeAt(this.#at + offset);
      if (inText) {
        if (code === 0x5c) offset++;
        else if (code === 0x0a) return this.#at + offset + 1;
        else if (code === 0x22) {
          inText = false;
          if (depth === 0) return this.#at + offset + 1;
        }
      } else if (code === 0x22) {
        inText = true;
        if (depth === 0 && offset > 0) return this.#at + offset;
      } else if (code === 0x7b || code === 0x5b) {
        depth++;
        if (depth > maxDepth + 1) return this.#at + offset + 1;
      } else if (code === 0x7d || code === 0x5d) {
        if (depth <= 1) return this.#at + offset + (depth === 1 ? 1 : 0);
        depth--;
      } else if (depth === 0 && (code === 0x2c || code === 0x3a || code <= 0x20)) {
        if (offset > 0) return this.#at + offset;
        return this.#at + 1;
      }
    }
  }
}
