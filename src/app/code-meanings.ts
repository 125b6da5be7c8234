import { kinds } from '../kinds/index.ts';
import { ruleOf } from '../kinds/rules.ts';
import type { CodeMeaning, CodePage } from '../types/code-meaning.ts';
import { readPackageFile } from './package.ts';

/**
 * The page that explains every code that no kind explains in its own. `explain` and SARIF read it, so that the words stand in one place; a test holds it complete.
 *
 *   ## Topic                      heads the codes of one sort
 *   Why such findings exist.      the why of every code below that has none of its own
 *   | code | means | do |         one row a code
 *   ### `code`                    more about one code: why, then an example in a fence
 */
const PAGE = 'docs/reference/diagnostics.md';
/** `| code | means | do |`, the code in backticks and perhaps marked as a warning or info. */
const ROW = /^\| `([a-z0-9-]+)`([^|]*)\|((?:[^|]|\\\|)+)\|((?:[^|]|\\\|)+)\|\s*$/;

/** Code → its row in the page of diagnostics. */
export async function readCodeMeanings(): Promise<ReadonlyMap<string, CodeMeaning>> {
  const pages = await readCodePages();
  return new Map(pages.map(({ code, means, todo }) => [code, { means, todo }]));
}

/** All codes, in the order of the page, then those that kinds explain in pages of their own. */
export async function readCodePages(): Promise<readonly CodePage[]> {
  const own = kinds.flatMap(({ page }) => (page === undefined ? [] : [`docs/${page}`]));
  const texts = await Promise.all([PAGE, ...own].map(readPackageFile));
  return texts.flatMap((text, index) => parseCodePages(index === 0 ? text : findingsIn(text)));
}

/** What a kind's page says of its findings: the other tables there have the same form. */
export function findingsIn(markdown: string): string {
  const sections = markdown.split(/^(?=## )/m);
  return sections.filter((section) => section.startsWith('## Findings')).join('');
}

interface Section {
  readonly prose: string[];
  readonly example: string[];
}

interface Row {
  readonly topic: string;
  readonly code: string;
  readonly mark: string;
  readonly means: string;
  readonly todo: string;
}

export function parseCodePages(markdown: string): readonly CodePage[] {
  const topics = new Map<string, Section>();
  const codes = new Map<string, Section>();
  const rows: Row[] = [];
  let topic = '';
  let section: Section | undefined;
  let isFenced = false;
  const open = (sections: Map<string, Section>, name: string) => {
    section = { prose: [], example: [] };
    sections.set(name, section);
  };
  for (const line of markdown.split('\n')) {
    if (line.startsWith('```')) {
      isFenced = !isFenced;
      continue;
    }
    if (isFenced) {
      section?.example.push(line);
      continue;
    }
    const heading = /^## (.+)$/.exec(line)?.[1];
    const code = /^### `([a-z0-9-]+)`$/.exec(line)?.[1];
    const row = ROW.exec(line);
    if (heading !== undefined) {
      topic = heading;
      open(topics, heading);
    } else if (code !== undefined) open(codes, code);
    else if (row !== null)
      rows.push({ topic, code: row[1] ?? '', mark: row[2] ?? '', means: row[3] ?? '', todo: row[4] ?? '' });
    else if (!line.startsWith('|')) section?.prose.push(line);
  }
  return rows.map((row) => pageOf(row, codes.get(row.code), topics.get(row.topic)));
}

function pageOf(row: Row, own: Section | undefined, topic: Section | undefined): CodePage {
  const { code } = row;
  const why = paragraphs(own) || paragraphs(topic);
  const example = (own?.example ?? []).join('\n');
  const rule = ruleOf(code);
  const written = [row.means, row.todo, ...(own?.prose ?? [])].join('\n');
  return {
    code,
    topic: row.topic,
    severity: severityOf(row),
    means: plainText(row.means),
    why,
    ...(example === '' ? {} : { example }),
    todo: plainText(row.todo),
    flags: [...new Set(written.match(/(?<![\w-])--[a-z][a-z-]*[a-z]/g) ?? [])],
    ...(rule === undefined ? {} : { rule: { default: rule.default, levels: rule.levels } }),
  };
}

/** `_W_` behind the code: a warning; further on in its row: a warning too, where the row says so. */
function severityOf({ mark, means }: Row): CodePage['severity'] {
  const isWarning = mark.includes('_W_');
  if (mark.includes('_info_')) return means.includes('_W_') ? 'warning or info' : 'info';
  if (means.includes('(info)')) return 'info';
  if (isWarning) return means.includes('an error where') ? 'error or warning' : 'warning';
  return means.includes('_W_') ? 'error or warning' : 'error';
}

/** Paragraphs, each on one line, with an empty line between. */
function paragraphs(section: Section | undefined): string {
  return (section?.prose ?? [])
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => plainText(paragraph.replaceAll('\n', ' ')))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** Without the marks of Markdown: `[words](target)`, `code`, _emphasis_. */
function plainText(markdown: string): string {
  return markdown
    .trim()
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(' (info)', '')
    .replaceAll('_info_', 'an info')
    .replaceAll(/_([A-Z])_/g, 'a warning')
    .replaceAll('\\|', '|')
    .replaceAll('**', '')
    .replaceAll('`', '');
}
