import { execFileSync } from 'node:child_process';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { internalLinks, type Page, readPage, resolveLink, root } from './pages.ts';

interface Packed {
  readonly files: readonly { readonly path: string }[];
}

/** The files of the package, as npm would pack them; nothing is built or written. */
const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'ignore'],
  maxBuffer: 64 * 1024 * 1024,
});
const [packed] = JSON.parse(output) as readonly Packed[];
const shipped = new Set(packed?.files.map(({ path }) => path));
const folders = new Set([...shipped].flatMap((path) => parentsOf(path)));
const pages = [...shipped].filter((path) => path.endsWith('.md')).map(readPage);

describe('the published package', () => {
  it('holds the pages for its users, and not those for its makers', () => {
    expect([...shipped]).toEqual(
      expect.arrayContaining([
        ...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'docs/reference/diagnostics.md'],
        ...['docs/guides/getting-started.md', 'docs/images/report.png', 'docs/images/terminal.svg'],
      ]),
    );
    expect(
      [...shipped].filter((path) =>
        /^(src|test|docs\/(decisions|design|intercom|internals)|CONTRIBUTING\.md$)/.test(path),
      ),
    ).toEqual([
      // What the emulator can be told; its users need it.
      'docs/internals/emulator-switches.md',
    ]);
  });

  it('has no link that leads out of it, or nowhere', () => {
    const links = pages.flatMap((page) => linksOf(page).map((target) => ({ page, target })));
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter(isBroken).map(({ page, target }) => `${page.path}: ${target}`)).toEqual([]);
  });
});

/** Relative links, of Markdown and of HTML in it; addresses elsewhere are not followed. */
function linksOf(page: Page): readonly string[] {
  const html = page.prose.flatMap(({ text }) =>
    [...text.matchAll(/<(?:a|img)[^>]*\b(?:href|src)="([^"]+)"/g)].map((match) => match[1] ?? ''),
  );
  return [
    ...internalLinks(page).map(({ target }) => target),
    ...html.filter((target) => !/^[a-z]+:/.test(target)),
  ];
}

function isBroken({ page, target }: { readonly page: Page; readonly target: string }): boolean {
  const { path, anchor } = resolveLink(page, target);
  const plain = path.replace(/\/$/, '');
  if (!shipped.has(plain)) return !folders.has(plain);
  return anchor !== '' && !(plain.endsWith('.md') && readPage(plain).anchors.has(anchor));
}

function parentsOf(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '.' ? [] : [parent, ...parentsOf(parent)];
}
