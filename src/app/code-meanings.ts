import type { CodeMeaning } from '../types/code-meaning.ts';
import { readPackageFile } from './package.ts';

/** The page that explains every code; a test holds it complete. It ships, so that the words stand in one place. */
const PAGE = 'docs/reference/diagnostics.md';
/** `| code | means | do |`, the code in backticks and perhaps marked as a warning. */
const ROW = /^\| `([a-z0-9-]+)`[^|]*\|((?:[^|]|\\\|)+)\|((?:[^|]|\\\|)+)\|\s*$/gm;

/** Code → its row in the page of diagnostics. */
export async function readCodeMeanings(): Promise<ReadonlyMap<string, CodeMeaning>> {
  const page = await readPackageFile(PAGE);
  return new Map(
    [...page.matchAll(ROW)].map(([, code = '', means = '', todo = '']) => [
      code,
      { means: plainText(means), todo: plainText(todo) },
    ]),
  );
}

/** Without the marks of Markdown: `[words](target)`, `code`, _emphasis_. */
function plainText(markdown: string): string {
  return markdown
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/_([A-Z])_/g, 'a warning')
    .replaceAll('\\|', '|')
    .replaceAll('`', '');
}
