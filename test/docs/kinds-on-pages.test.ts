import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kinds } from '../../src/kinds/index.ts';
import { root } from './pages.ts';

const UPDATE = process.env['UPDATE_SCHEMAS'] === '1';

/** What a kind declares, in the words of its schema. */
function declares(schema: string): string {
  const { description } = JSON.parse(readFileSync(join(root, 'schemas', schema), 'utf8')) as {
    readonly description: string;
  };
  return `${description.charAt(0).toLowerCase()}${description.slice(1).replace(/\.$/, '')}`;
}

/** Holds one passage of a page to what the list of kinds makes of it; written where the run asks for that. */
function expectPassage(page: string, passage: RegExp, wanted: string): void {
  const file = join(root, page);
  const text = readFileSync(file, 'utf8');
  const [found] = passage.exec(text) ?? [];
  expect(found, `${passage} in ${page}`).toBeDefined();
  if (UPDATE)
    writeFileSync(
      file,
      text.replace(passage, () => wanted),
    );
  else expect(found, 'run npm run schemas, and look at the difference').toBe(wanted);
}

describe('the pages that name all kinds', () => {
  it('link to the page of each kind that has one', () => {
    const rows = kinds.flatMap(({ manifest, page, schema }) =>
      page === undefined
        ? []
        : [`| [\`${manifest}\`](${page.replace('reference/', '')}) | ${declares(schema)} |\n`],
    );
    expect(rows.length).toBeGreaterThan(1);
    expectPassage('docs/reference/manifests.md', /(?:^\| \[`\w+`\]\(kinds\/.*\n)+/m, rows.join(''));
  });

  it('list what a change may be about', () => {
    const names = kinds.map(({ name }) => `\`${name}\``).join(', ');
    expectPassage(
      'docs/reference/documents.md',
      /^\| `kind` {2,}\|.*$/m,
      `| \`kind\`            | ${names} |`,
    );
  });
});
