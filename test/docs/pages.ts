import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A fenced block. */
export interface Block {
  /** First word after the fence, such as `sh` or `yaml`; empty where there is none. */
  readonly language: string;
  /** `file=…` after it: where a walk-through saves the block. */
  readonly file: string | undefined;
  readonly text: string;
  /** Line of its first line of text. */
  readonly line: number;
}

export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Outside of fenced blocks, line by line. */
  readonly prose: readonly { readonly text: string; readonly line: number }[];
  /** The anchors that GitHub makes of the headings. */
  readonly anchors: ReadonlySet<string>;
}

/** One page of the repository. */
export function readPage(path: string): Page {
  return pageOfText(path, readFileSync(join(root, path), 'utf8'));
}

/** The same for a text that is no whole page. */
export function pageOfText(path: string, text: string): Page {
  const blocks: Block[] = [];
  const prose: { text: string; line: number }[] = [];
  let open: { info: string; indent: number; lines: string[]; line: number } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^( *)```(.*)$/.exec(line);
    if (open !== undefined && fence !== null) {
      const [language = '', ...rest] = open.info.trim().split(/\s+/);
      const file = rest.find((word) => word.startsWith('file='))?.slice('file='.length);
      blocks.push({ language, file, text: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line.slice(open.indent));
    else if (fence !== null)
      open = { info: fence[2] ?? '', indent: fence[1]?.length ?? 0, lines: [], line: index + 2 };
    else prose.push({ text: line, line: index + 1 });
  }
  if (open !== undefined) throw new Error(`${path}: the fence before line ${open.line} is not closed`);
  return { path, text, blocks, prose, anchors: anchorsOf(prose.map((one) => one.text)) };
}

/** README, changelog, security policy, the page for contributors and everything under docs/. */
export function allPages(): readonly Page[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => posix.join('docs', name.replaceAll('\\', '/')))
    .sort();
  return ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md', ...docs].map(readPage);
}

export interface Link {
  readonly target: string;
  readonly line: number;
}

/** The links of a page that lead into the repository. */
export function internalLinks(page: Page): readonly Link[] {
  return page.prose.flatMap(({ text, line }) =>
    [...text.replace(/`[^`]*`/g, '`code`').matchAll(/\]\(([^)\s]+)\)/g)]
      .map((match) => ({ target: match[1] ?? '', line }))
      .filter(({ target }) => !/^[a-z]+:/.test(target)),
  );
}

/** The path that a link names, relative to the repository, and its anchor. */
export function resolveLink(page: Page, target: string): { readonly path: string; readonly anchor: string } {
  const [file = '', anchor = ''] = target.split('#');
  return { path: file === '' ? page.path : posix.join(dirname(page.path), file), anchor };
}

/** The cells of every table row in the section of a heading, without the header. */
export function tableRows(page: Page, heading?: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let inside = heading === undefined;
  let header = true;
  for (const { text } of page.prose) {
    const title = /^#+ (.*)$/.exec(text)?.[1];
    if (title !== undefined && heading !== undefined) inside = title === heading;
    if (!text.startsWith('|')) header = true;
    else if (/^\|[-| ]+\|$/.test(text)) header = false;
    else if (inside && !header)
      rows.push(
        text
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      );
  }
  return rows;
}

/** All code on a page: fenced blocks, and code in backticks. */
export function codeOf(page: Page): string {
  return [...page.prose.flatMap(({ text }) => codeSpans(text)), ...page.blocks.map(({ text }) => text)].join(
    '\n',
  );
}

/** The code in backticks on a line. */
export function codeSpans(text: string): readonly string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '');
}

function anchorsOf(lines: readonly string[]): Set<string> {
  const anchors = new Set<string>();
  for (const line of lines) {
    const heading = /^#{1,6} (.+)$/.exec(line)?.[1];
    if (heading === undefined) continue;
    const slug = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}
