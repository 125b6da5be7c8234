import type { Json } from '../../types/json.ts';
import { typographicQuote } from '../../types/typographic-quotes.ts';
import { SourceProblem } from '../source-problem.ts';

/** Deeper nesting than this is no row. */
const MAX_DEPTH = 64;

export interface JsonWhere {
  readonly line: number;
  readonly column: number;
  /** What is expected behind the value, in words. */
  readonly after: string;
}

/**
 * Reads one JSON value. Unlike JSON.parse it keeps large integers exact, knows its line, refuses a key that stands
 * twice, and says what it found in place of JSON. Throws SourceProblem.
 */
export class JsonCursor {
  readonly #text: string;
  readonly #where: JsonWhere;
  #at = 0;
  #line: number;
  #lineStart: number;

  /** `line` and `column` are those of the text's first character. */
  constructor(text: string, where: JsonWhere) {
    this.#text = text;
    this.#where = where;
    this.#line = where.line;
    this.#lineStart = 1 - where.column;
  }

  /** The one value that the text holds. */
  only(): Json {
    const value = this.value();
    if (this.#peek() !== '') this.#unexpected(this.#where.after);
    return value;
  }

  value(depth = 1): Json {
    if (depth > MAX_DEPTH) {
      this.#fail({ code: 'nested-too-deep', summary: `the JSON nests more than ${MAX_DEPTH} levels deep` });
    }
    const first = this.#peek();
    if (first === '"') return this.#string();
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#list(depth);
    if (first === '-' || (first >= '0' && first <= '9')) return this.#number();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    return this.#unexpected('a value');
  }

  /** The first character of what comes next; empty at the end. */
  #peek(): string {
    this.#space();
    return this.#text[this.#at] ?? '';
  }

  #object(depth: number): Json {
    const object: Record<string, Json> = {};
    this.#expect('{');
    if (this.#peek() !== '}') {
      do {
        this.#space();
        const at = this.#at;
        const key = this.#key();
        if (Object.hasOwn(object, key)) {
          this.#at = at;
          this.#fail({
            code: 'duplicate-key',
            summary: `the key ${JSON.stringify(key)} stands twice in one object`,
          });
        }
        const value = this.value(depth + 1);
        if (key === '__proto__') {
          Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
        } else object[key] = value;
      } while (this.#comma('}'));
    }
    this.#expect('}');
    return object;
  }

  #list(depth: number): Json {
    const list: Json[] = [];
    this.#expect('[');
    if (this.#peek() !== ']') {
      do list.push(this.value(depth + 1));
      while (this.#comma(']'));
    }
    this.#expect(']');
    return list;
  }

  #key(): string {
    if (this.#peek() !== '"') this.#unexpected('a key in double quotes');
    const key = this.#string();
    this.#expect(':');
    return key;
  }

  /** True after a comma with something behind it. */
  #comma(close: string): boolean {
    if (this.#peek() !== ',') {
      if (this.#peek() !== close) this.#unexpected(`, or ${close}`);
      return false;
    }
    const comma = this.#at;
    this.#at++;
    if (this.#peek() === close) {
      this.#at = comma;
      this.#fail({
        code: 'json-syntax',
        summary: `a comma stands before ${close}`,
        help: 'take the comma out',
      });
    }
    return true;
  }

  #string(): string {
    const start = this.#at;
    let end = start + 1;
    let escaped = false;
    for (; ; end++) {
      const code = this.#text.charCodeAt(end);
      if (code === 0x22) break;
      if (Number.isNaN(code) || code < 0x20) {
        const what = Number.isNaN(code)
          ? 'the file ends'
          : code === 0x0a
            ? 'the line ends'
            : 'a control character stands';
        this.#fail({
          code: 'json-syntax',
          summary: `the JSON cannot be read: ${what} inside a text`,
          help: 'close the text with "',
        });
      }
      if (code === 0x5c) {
        escaped = true;
        end++;
      }
    }
    this.#at = end + 1;
    if (!escaped) return this.#text.slice(start + 1, end);
    try {
      // A JSON text that begins and ends with a quote is a string.
      return JSON.parse(this.#text.slice(start, end + 1)) as string;
    } catch {
      this.#at = start;
      return this.#fail({
        code: 'json-syntax',
        summary: 'the JSON cannot be read: a text holds a bad \\ escape',
      });
    }
  }

  #number(): Json {
    NUMBER.lastIndex = this.#at;
    const text = NUMBER.exec(this.#text)?.[0] ?? '';
    const after = this.#text[this.#at + text.length] ?? '';
    if (text === '' || /[\w.+-]/.test(after)) {
      return this.#fail({
        code: 'json-syntax',
        summary: 'the JSON cannot be read: this is no number',
        help: 'put it in double quotes',
      });
    }
    const value = Number(text);
    if (!Number.isFinite(value)) {
      return this.#fail({
        code: 'json-syntax',
        summary: 'the number is too large',
        help: 'put it in double quotes',
      });
    }
    this.#at += text.length;
    if (/^-?\d+$/.test(text)) return Number.isSafeInteger(value) ? value + 0 : text;
    return value;
  }

  #expect(char: string): void {
    if (this.#peek() !== char) this.#unexpected(char);
    this.#at++;
  }

  #space(): void {
    for (; ; this.#at++) {
      const code = this.#text.charCodeAt(this.#at);
      if (code === 0x0a) {
        this.#line++;
        this.#lineStart = this.#at + 1;
      } else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return;
    }
  }

  #unexpected(wanted: string): never {
    return this.#fail(unexpectedJson(wanted, this.#text.slice(this.#at, this.#at + 20)));
  }

  #fail(finding: { readonly code: string; readonly summary: string; readonly help?: string }): never {
    throw new SourceProblem({ ...finding, line: this.#line, column: this.#at - this.#lineStart + 1 });
  }
}

const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** The finding that something else stands where `wanted` is expected. `rest` is the text from there on. */
export function unexpectedJson(wanted: string, rest: string) {
  const [found = ''] = rest;
  if (found !== '' && typographicQuote(found) !== undefined) {
    return {
      code: 'typographic-quotes',
      summary: 'the JSON cannot be read: it holds typographic quotes',
      detail: `${found} is no quote to JSON`,
      help: 'write straight double quotes, "',
    };
  }
  const help =
    found === "'"
      ? 'JSON has double quotes only'
      : found === '/' || found === '#'
        ? 'JSON has no comments'
        : undefined;
  const seen = /^[\w.-]+/.exec(rest)?.[0] ?? found;
  return {
    code: 'json-syntax',
    summary: `the JSON cannot be read: ${wanted} is expected here`,
    detail: found === '' ? 'the file ends here' : `this is ${seen}`,
    ...(help === undefined ? {} : { help }),
  };
}
