/**
 * Reads a list that a program wrote into one cell; its nulls become ''. Undefined where the text is no list, `broken` where
 * it is neither a list nor a name.
 *
 *   ["vip", "beta"]   JSON         ['vip', 'beta']  {'vip'}  ('vip',)   Python         {vip,"a, b",NULL}   PostgreSQL
 *
 * Unquoted words in square brackets are no list in any of these languages: `[beta]` and `[Q1] launch` are names of tags.
 * `[vip, beta]` is broken, since nothing says where its items end, and so is a text that only opens or only closes a
 * bracket.
 */
export function cellArray(text: string): readonly string[] | 'broken' | undefined {
  const written = text.trim();
  const first = written[0] ?? '';
  const last = written[written.length - 1] ?? '';
  const close = CLOSING[first];
  if (close === undefined || (first === '(' && !/^\(\s*["']/.test(written))) {
    const open = OPENING[last];
    return open === undefined || written.includes(open) ? undefined : 'broken';
  }
  if (last === close) {
    const isPostgres = first === '{' && !/^\{\s*'/.test(written);
    const items = new ArrayText(written, isPostgres).items();
    if (items !== undefined) return items;
    return isName(written, first) ? undefined : 'broken';
  }
  return written.includes(close) && isName(written, first) ? undefined : 'broken';
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };
/** No parentheses: `VIP)` is a typing slip, not half a list. */
const OPENING: Readonly<Record<string, string>> = { ']': '[', '}': '{' };

/** Whether a text that begins with square brackets may be a name, as `[Q1] launch` is. */
function isName(text: string, first: string): boolean {
  return first === '[' && /^\[[^[\]{},;|"']+\][^"']*$/.test(text);
}

const BLANKS = new Set(['null', 'none', 'nan', 'undefined']);
/** What a list of JSON or Python may hold without quotes. */
const PLAIN = /^(?:[+-]?\d[\d.eE+-]*|true|false|null|None|True|False)$/;
const SINGLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };
const CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Reads the items character by character, so that numbers keep their digits as written. */
class ArrayText {
  readonly #text: string;
  readonly #isPostgres: boolean;
  #at = 1;

  constructor(text: string, isPostgres: boolean) {
    this.#text = text;
    this.#isPostgres = isPostgres;
  }

  /** Undefined where it is no list. */
  items(): readonly string[] | undefined {
    const items: string[] = [];
    const end = this.#text.length - 1;
    this.#space();
    while (this.#at < end) {
      const item = this.#item(end);
      if (item === undefined) return undefined;
      items.push(item);
      this.#space();
      if (this.#at === end) return items;
      if (this.#text[this.#at] !== ',') return undefined;
      this.#at++;
      this.#space();
      // Python writes ('vip',); nobody else has a comma behind the last.
      if (this.#at === end && this.#isPostgres) return undefined;
    }
    return items;
  }

  #item(end: number): string | undefined {
    const quote = /^[uUbrR]?(?=["'])/.exec(this.#text.slice(this.#at, this.#at + 2))?.[0];
    if (quote !== undefined && !(this.#isPostgres && this.#text[this.#at] !== '"')) {
      this.#at += quote.length;
      return this.#quoted(end);
    }
    const begin = this.#at;
    while (this.#at < end && this.#text[this.#at] !== ',') this.#at++;
    const bare = this.#text.slice(begin, this.#at).trim();
    if (!(this.#isPostgres ? /^[^"\\{}]+$/ : PLAIN).test(bare)) return undefined;
    return BLANKS.has(bare.toLowerCase()) ? '' : bare;
  }

  #quoted(end: number): string | undefined {
    const quote = this.#text[this.#at];
    let item = '';
    for (this.#at++; this.#at < end; this.#at++) {
      const sign = this.#text[this.#at] ?? '';
      if (sign === quote) {
        this.#at++;
        return item;
      }
      if (sign === '\\') {
        const meant = this.#escaped();
        if (meant === undefined) return undefined;
        item += meant;
      } else item += sign;
    }
    return undefined;
  }

  /** The character that an escape stands for. In PostgreSQL that is always the character behind the backslash. */
  #escaped(): string | undefined {
    const sign = this.#text[++this.#at] ?? '';
    const length = this.#isPostgres ? undefined : CODES[sign];
    if (length === undefined) return (this.#isPostgres ? undefined : SINGLE[sign]) ?? sign;
    const digits = this.#text.slice(this.#at + 1, this.#at + 1 + length);
    const code = /^[\da-f]+$/i.test(digits) && digits.length === length ? Number.parseInt(digits, 16) : -1;
    if (code < 0 || code > 0x10ffff) return undefined;
    this.#at += length;
    return String.fromCodePoint(code);
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }
}
