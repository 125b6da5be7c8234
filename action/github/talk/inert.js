// Text that somebody else may have chosen, such as a branch, a login or a refusal of the API, inside Markdown. Pure.

/** As src/render/markdown/markdown-text.ts: what means something to GitHub's Markdown, HTML, or filters for mentions and references. */
const MARKUP = /[&<>`*~|\\[\]$^#@]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=[/a-z])|(?<=www)\./gi;
/** What filters look for in the finished page: only inside code they leave it alone. */
const LINKED = /&#(?:64|35);|&#58;\/\//g;

/** One line without markup, mention, reference or link. */
export function inert(text) {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(MARKUP, (char) => `&#${char.charCodeAt(0)};`)
    .replace(LINKED, (found) => `<code>${found}</code>`);
}
