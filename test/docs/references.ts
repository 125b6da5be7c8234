import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { allPages, type Page, root } from './pages.ts';

/** A number that somebody cites, such as `design 3.5`. */
export interface Citation {
  readonly book: string;
  readonly number: string;
  /** `src/plan/digest.ts:12` */
  readonly place: string;
}

export interface TextFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
}

/** Words between which a comment may break its line. */
const GAP = String.raw`(?:[ \t]|\n[ \t]*(?:\*|//)?[ \t]*)+`;
const NUMBER = String.raw`\d+(?:\.\d+)*`;
/** `design 3.5`, `design 3.5, 6.4`, `intercom 1.4 to 1.6`, `law 8`, `decision 26`. */
const CITATION = new RegExp(
  String.raw`(?<![\w./-])(design|intercom|laws?|decision)${GAP}(${NUMBER}(?:(?:,|${GAP}and|${GAP}to)${GAP}${NUMBER})*)`,
  'g',
);

/** Every number that a text cites; of a range its two ends. */
export function citationsIn({ path, text }: TextFile): readonly Citation[] {
  return [...text.matchAll(CITATION)].flatMap((match) => {
    const place = `${path}:${text.slice(0, match.index).split('\n').length}`;
    const book = (match[1] ?? '').replace(/^laws$/, 'law');
    const numbers = (match[2] ?? '').match(new RegExp(NUMBER, 'g')) ?? [];
    return numbers.map((number) => ({ book, number, place }));
  });
}

/** `section 7.3` on a page of a book means the book itself. */
export function ownSections({ path, text }: TextFile, book: string): readonly Citation[] {
  return [...text.matchAll(new RegExp(`\\bsections?${GAP}(${NUMBER})`, 'g'))].map((match) => ({
    book,
    number: match[1] ?? '',
    place: `${path}:${text.slice(0, match.index).split('\n').length}`,
  }));
}

/**
 * What can be cited of a book, each number with all places that have it: headings (`### 4.4 Identity`), points of a numbered list below
 * one (the third of 4.4 is 4.4.3), and rows of a table that begin with a number (`| 9.16 |`). The laws are the list below "The laws".
 */
export function numbersOf(book: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const note = (number: string, place: string) => found.set(number, [...(found.get(number) ?? []), place]);
  for (const page of allPages().filter(({ path }) => path.startsWith(`docs/${book}/`))) {
    let section: string | undefined;
    for (const { text, line } of page.prose) {
      const place = `${page.path}:${line}`;
      const heading = /^#{2,4} (.*)$/.exec(text)?.[1];
      if (heading !== undefined) {
        section = heading === 'The laws' ? 'law' : /^\d+(?:\.\d+)*(?= )/.exec(heading)?.[0];
        if (section !== undefined && section !== 'law') note(section, place);
      }
      const point = /^(\d+)\. /.exec(text)?.[1];
      if (point !== undefined && section !== undefined) note(`${section}.${point}`, place);
      const row = /^\| (\d+(?:\.\d+)+) \|/.exec(text)?.[1];
      if (row !== undefined) note(row, place);
    }
  }
  return found;
}

/** Numbers of decision records. */
export function decisionNumbers(): ReadonlySet<string> {
  const names = readdirSync(join(root, 'docs/decisions')).map((name) => /^0*(\d+)-/.exec(name)?.[1] ?? '');
  return new Set(names);
}

/** Everything in which somebody may cite: source, tests, scripts and pages, but what golden cases and images hold. */
export function citingFiles(): readonly TextFile[] {
  const sources = ['src', 'test', 'bench', 'action', 'release', 'bin'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
      .filter((path) => /\.(?:ts|js|sh)$/.test(path) && !path.startsWith('test/golden/cases/')),
  );
  const pages = allPages().map((page: Page) => page.path);
  return [...sources, ...pages].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
