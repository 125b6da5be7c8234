import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as library from '../../src/index.ts';
import { codeOf, codeSpans, readPage, root, tableRows } from '../docs/pages.ts';

describe('the page about the library', () => {
  const page = readPage('docs/reference/library.md');
  const index = readFileSync(join(root, 'src/index.ts'), 'utf8').replace(/\/\*\*[\s\S]*?\*\//, '');

  it('has a row for every function, and for no other', () => {
    const rows = tableRows(page, 'Functions').map(([call = '']) => /^`(\w+)\(/.exec(call)?.[1] ?? call);
    expect(rows.length).toBeGreaterThan(7);
    expect([...rows].sort()).toEqual(Object.keys(library).sort());
  });

  it('names every type', () => {
    const names = [...index.matchAll(/\b(?:\w+ as )?([A-Za-z]\w+)(?=[,;\s}])/g)].map(([, name = '']) => name);
    const types = names.filter((name) => /^[A-Z]/.test(name));
    expect(types.length).toBeGreaterThan(15);
    const words = new Set(codeOf(page).match(/\w+/g));
    expect(types.filter((name) => !words.has(name))).toEqual([]);
  });

  it('has every option', () => {
    const documented = new Set(tableRows(page, 'Options').flatMap(([names = '']) => codeSpans(names)));
    const options = [
      ...optionsOf('src/app/library/project-options.ts', 'ProjectOptions'),
      ...optionsOf('src/app/library/apply.ts', 'ApplyProjectOptions'),
    ];
    expect(options.length).toBeGreaterThan(18);
    expect([...documented].sort()).toEqual(options.sort());
  });
});

function optionsOf(path: string, name: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const body = text.slice(text.indexOf(`export interface ${name}`));
  return [...body.slice(0, body.indexOf('\n}\n')).matchAll(/^ {2}readonly (\w+)\??:/gm)].map(
    ([, option = '']) => option,
  );
}
