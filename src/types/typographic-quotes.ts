const QUOTES = /[“”„‟«»‘’‚‛]/;
const WRAPPED = /^[“„‟«‘‚‛](.*)[“”»‘’]$/su;

/** The first typographic quote in a text, which word processors and chats put in place of " and '. */
export function typographicQuote(text: string): string | undefined {
  return QUOTES.exec(text)?.[0];
}

/** What stands between typographic quotes that were meant as real ones; undefined where the text is not so wrapped. */
export function insideTypographicQuotes(text: string): string | undefined {
  return WRAPPED.exec(text)?.[1];
}
