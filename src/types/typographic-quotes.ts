const QUOTES = /[“”„‟«»‘’‚‛]/;
const WRAPPED = /^[“„‟«‘‚‛](.*)[“”»‘’]$/su;

/** The first typographic quote in a text, which word processors and chats put in place of " and '. */
export function typographicQuote(text: string): string | undefined {
  return QUOTES.exec(text)?.[0];
}

/** The text between typographic quotes that were meant as real ones; undefined where it is not wrapped in them. */
export function insideTypographicQuotes(text: string): string | undefined {
  return WRAPPED.exec(text)?.[1];
}
