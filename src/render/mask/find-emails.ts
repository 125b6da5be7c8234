/** A string, or what counts how often it is looked at. */
export interface Characters {
  readonly length: number;
  codePointAt(index: number): number | undefined;
  indexOf(text: string, from: number): number;
}

/** From the first unit of an email to behind its last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What may stand before the @, apart from an apostrophe between two of these. */
const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&*+?^_`~.-]$/u;
/** What may stand behind it, apart from a dot between two of these: Intercom asks for no dot in the domain. */
const DOMAIN = /^[\p{L}\p{M}\p{N}_-]$/u;
const APOSTROPHE = 0x27;
const DOT = 0x2e;

/**
 * Where emails stand in a text, in order: anything with an @ between two words, as Intercom takes it.
 *
 * Begins at each @ and looks to both sides of it, instead of trying every place where one could begin. No text between two
 * @ is looked at more than twice, so that a long text without a break takes no longer than any other.
 */
export function emailSpans(text: Characters): Span[] {
  const spans: Span[] = [];
  let floor = 0;
  for (let at = text.indexOf('@', 0); at !== -1; at = text.indexOf('@', at + 1)) {
    const from = localStart(text, at, floor);
    if (from === at) continue;
    const to = domainEnd(text, at + 1);
    if (to === at + 1) continue;
    spans.push({ from, to });
    floor = to;
  }
  return spans;
}

function localStart(text: Characters, at: number, floor: number): number {
  let start = at;
  for (let end = at; end > floor; ) {
    const char = charBefore(text, end, floor);
    const isWord = matches(LOCAL, char);
    if (!isWord && (char !== APOSTROPHE || start === at || end !== start)) break;
    end -= widthOf(char);
    // An apostrophe counts only when a word stands before it.
    if (isWord) start = end;
  }
  return start;
}

function domainEnd(text: Characters, begin: number): number {
  let end = begin;
  for (let next = begin; next < text.length; ) {
    const char = text.codePointAt(next) ?? 0;
    const isWord = matches(DOMAIN, char);
    if (!isWord && (char !== DOT || end === begin || next !== end)) break;
    next += widthOf(char);
    if (isWord) end = next;
  }
  return end;
}

/** The character that ends before `end`, a pair of surrogates taken as one. */
function charBefore(text: Characters, end: number, floor: number): number {
  const pair = end - 2 < floor ? 0 : (text.codePointAt(end - 2) ?? 0);
  return pair > 0xffff ? pair : (text.codePointAt(end - 1) ?? 0);
}

function widthOf(char: number): number {
  return char > 0xffff ? 2 : 1;
}

function matches(form: RegExp, char: number): boolean {
  return form.test(String.fromCodePoint(char));
}

/** The longest runs that an email with a percent-encoded @ can be a part of. */
const ENCODED_RUN = /[A-Za-z0-9._~!$&'*+%-]+/g;
const ENCODED_DOMAIN = /[A-Za-z0-9._~%-]*/y;
const ENCODED_AT = '%40';

/** The text with every email replaced whose @ is percent-encoded, as addresses and URLs have it. */
export function replaceEncodedEmails(text: string, form: (email: string) => string): string {
  return text.replace(ENCODED_RUN, (run) => {
    // The last one that something follows: whatever stands before it is its local part.
    for (let at = run.lastIndexOf(ENCODED_AT); at > 0; at = run.lastIndexOf(ENCODED_AT, at - 1)) {
      ENCODED_DOMAIN.lastIndex = at + ENCODED_AT.length;
      const [domain = ''] = ENCODED_DOMAIN.exec(run) ?? [];
      if (domain === '') continue;
      const end = at + ENCODED_AT.length + domain.length;
      return form(run.slice(0, end)) + run.slice(end);
    }
    return run;
  });
}

/** The text with every email replaced. */
export function replaceEmails(text: string, form: (email: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { from, to } of emailSpans(text)) {
    parts.push(text.slice(done, from), form(text.slice(from, to)));
    done = to;
  }
  return done === 0 ? text : parts.join('') + text.slice(done);
}
