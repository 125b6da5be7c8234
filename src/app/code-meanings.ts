import { kinds } from '../kinds/index.ts';
import { ruleOf } from '../kinds/rules.ts';
import type { CodeMeaning, CodePage } from '../types/code-meaning.ts';
import { readPackageFile } from './package.ts';

/**
 * The page that explains every diagnostic code, except for those on the pages of kinds. `explain` and SARIF read it, so that
 * each text exists once; a test checks that no code is missing.
 *
 *     ## Topic                      codes of one topic
 *     Why such findings exist.      the reason for all codes of the topic without one of their own
 *     | code | means | do |         one row for each code
 *     ### `code`                    more about one code: the reason, then an example in a fence
 */
const PAGE = 'docs/reference/diagnostics.md';
/** `| code | means | do |`. The code is in backticks, perhaps with a mark for a warning or an info. */
const ROW = /^\| `([a-z0-9-]+)`([^|]*)\|((?:[^|]|\\\|)+)\|((?:[^|]|\\\|)+)\|\s*$/;

/** Code → what it means and what to do. */
export async function readCodeMeanings(): Promise<ReadonlyMap<string, CodeMeaning>> {
  const pages = await readCodePages();
  return new Map(pages.map(({ code, means, todo }) => [code, { means, todo }]));
}

/** All codes: those of the page in its order, then those on the pages of kinds. */
export async function readCodePages(): Promise<readonly CodePage[]> {
  const own = kinds.flatMap(({ page }) => (page === undefined ? [] : [`docs/${page}`]));
  const texts = await Promise.all([PAGE, ...own].map(readPackageFile));
  return texts.flatMap((text, index) => parseCodePages(index === 0 ? text : findingsIn(text)));
}

/** The findings on a kind's page; its other tables have the same form. */
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

/** Parses the format above. Codes come in the order of their rows. */
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

/** `_W_` after the code means a warning. `_W_` in the text of the row means that it may be a warning as well. */
function severityOf({ mark, means }: Row): CodePage['severity'] {
  const isWarning = mark.includes('_W_');
  if (mark.includes('_info_')) return means.includes('_W_') ? 'warning or info' : 'info';
  if (means.includes('(info)')) return 'info';
  if (isWarning) return means.includes('an error where') ? 'error or warning' : 'warning';
  return means.includes('_W_') ? 'error or warning' : 'error';
}

/** The paragraphs of a section, each on one line, separated by empty lines. */
function paragraphs(section: Section | undefined): string {
  return (section?.prose ?? [])
    .join('\n')
    .split(/\n{2,}/)
    .map((paragraph) => plainText(paragraph.replaceAll('\n', ' ')))
    .filter((paragraph) => paragraph !== '')
    .join('\n\n');
}

/** Text without Markdown: `[words](target)`, `code`, _emphasis_. */
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
