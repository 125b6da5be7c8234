import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, readCodeMeanings } from '../../src/app/code-meanings.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import { kinds } from '../../src/kinds/index.ts';
import { codeSpans, pageOfText, readPage, root, tableRows } from './pages.ts';
import { sourcesOf } from './sources.ts';

/**
 * What the code can report, read from its text. A word with a hyphen in quotes is a code unless it is one of `OTHER_WORDS` or a
 * flag; any word is a code where it stands as `code: '…'` or as the first argument of `usageError`.
 */
const FOLDERS = [
  'app',
  'apply',
  'commands',
  'kinds',
  'manifest',
  'plan',
  'render',
  'sources',
  'spool',
  'store',
  'types',
];
const OTHER_WORDS = new Set([
  // The contact sets that a pull writes.
  'pulled-users',
  'pulled-leads',
  'dry-run',
  're-read',
  'interform-doctor',
  'tag-companies',
  // Answers of the client, which `explain` puts into words.
  'not-found',
  // Forms of files and parts of them.
  'json-schema',
  ...['json-lines', 'text-behind', 'block-map', 'block-scalar', 'block-seq', 'flow-collection'],
  ...['double-quoted-scalar', 'single-quoted-scalar'],
  // Encodings.
  ...['utf-8', 'utf-16', 'utf-16be', 'utf-16le', 'iso-8859-1', 'iso-8859-15', 'windows-1252'],
]);

const page = readPage('docs/reference/diagnostics.md');
const ofKinds = kinds.flatMap((kind) => (kind.page === undefined ? [] : [readPage(`docs/${kind.page}`)]));
const rows = [
  ...tableRows(page),
  ...ofKinds.flatMap((own) => tableRows(pageOfText(own.path, findingsIn(own.text)))),
];
const documented = rows.map(([code = '']) => codeSpans(code)[0] ?? '');

describe('the page of diagnostics', () => {
  const codes = reportedCodes();

  it('names every code once, with its meaning', () => {
    expect(documented.length).toBeGreaterThan(150);
    expect(documented.filter((code, index) => documented.indexOf(code) !== index)).toEqual([]);
    expect(rows.filter(([, meaning = '']) => meaning === '')).toEqual([]);
  });

  it('is read whole by what describes the rules of SARIF, in plain words', async () => {
    const meanings = await readCodeMeanings();
    expect([...meanings.keys()].sort()).toEqual([...documented].sort());
    const words = [...meanings.values()].flatMap(({ means, todo }) => [means, todo]);
    expect(words.filter((text) => text === '' || /`|\]\(|_W_|_info_/.test(text))).toEqual([]);
  });

  it('holds every code that the code can report', () => {
    expect([...codes].filter((code) => !documented.includes(code)).sort()).toEqual([]);
  });

  it('holds no code that nothing reports', () => {
    expect(documented.filter((code) => !codes.has(code))).toEqual([]);
  });
});

function reportedCodes(): Set<string> {
  const codes = new Set<string>();
  const flags = new Set(
    Object.values(COMMANDS).flatMap((command) => Object.keys({ ...command.baseFlags, ...command.flags })),
  );
  for (const text of FOLDERS.flatMap((folder) => sourcesOf(`src/${folder}`))) {
    for (const [, word = ''] of text.matchAll(/'([a-z][a-z0-9]*(?:-[a-z0-9]+)+)'/g)) {
      if (!flags.has(word) && !OTHER_WORDS.has(word) && !word.startsWith('x-')) codes.add(word);
    }
    for (const [, word = ''] of text.matchAll(/(?:\bcode:\s*|\busageError\(\s*)'([a-z-]+)'/g))
      codes.add(word);
  }
  // `unknown-${what}` of references, codes that schemas give, families of failed calls, and what bin says before anything is loaded.
  for (const what of ['tag', 'company']) codes.add(`unknown-${what}`);
  for (const name of ['project', ...kinds.map(({ schema }) => schema.replace('.schema.json', ''))])
    for (const code of schemaCodes(name)) codes.add(code);
  for (const family of families()) codes.add(`intercom-${family}`);
  for (const [, word = ''] of readText('bin/run.js').matchAll(/(?:refuse\(\s*'|error\[)([a-z-]+)/g))
    codes.add(word);
  return codes;
}

function schemaCodes(name: string): readonly string[] {
  return [...readText(`schemas/${name}.schema.json`).matchAll(/"x-code":\s*"([a-z-]+)"/g)].map(
    (match) => match[1] ?? '',
  );
}

function families(): readonly string[] {
  const union = /export type Family =([^;]+);/.exec(readText('src/intercom/error.ts'))?.[1] ?? '';
  const names = [...union.matchAll(/'([a-z-]+)'/g)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(10);
  return names;
}

function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}
