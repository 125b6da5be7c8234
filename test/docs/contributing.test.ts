import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './pages.ts';

/** Whoever has read only this page finds every file of the walk, and every phase of a kind under its name. */
describe('the page for those who work on interform', () => {
  const page = readPage('CONTRIBUTING.md');

  it('names only files that there are', () => {
    const named = [...page.text.matchAll(/(?<![\w/])(?:src|test|docs|release|schemas|bin)\/[\w/.-]*\w/g)].map(
      ([path]) => path,
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('draws the phases of a kind, and names all that no kind can do without', () => {
    const kind = readFileSync(join(root, 'src/types/kind.ts'), 'utf8');
    const body = kind.slice(kind.indexOf('export interface Kind<'));
    const methods = [...body.slice(0, body.indexOf('\n}\n')).matchAll(/^ {2}(\w+)(\??)\(/gm)];
    const needed = methods.filter(([, , optional]) => optional === '').map(([, name = '']) => name);
    expect(needed.length).toBeGreaterThan(6);
    const picture = page.blocks.find(({ text }) => text.includes('declare → '))?.text ?? '';
    const drawn = (picture.replace(/^ *(?:plan|apply) /gm, '').match(/\w+/g) ?? []).filter(
      (word) => !['or', 'send'].includes(word),
    );
    expect(drawn.length).toBeGreaterThan(10);
    const facets = [...body.slice(0, body.indexOf('\n}\n')).matchAll(/^ {2}readonly (\w+):/gm)].map(
      ([, name = '']) => name,
    );
    expect(facets.length).toBeGreaterThan(7);
    needed.push(...facets);
    const all = [...methods.map(([, name = '']) => name), ...facets];
    expect(drawn.filter((word) => !all.includes(word))).toEqual([]);
    expect(needed.filter((name) => !drawn.includes(name) && !page.text.includes(`\`${name}\``))).toEqual([]);
  });

  it('shows every folder of the source in its picture of the house', () => {
    const house = page.blocks.find(({ text }) => text.includes('src/commands'))?.text ?? '';
    const folders = ['commands', 'app', 'manifest', 'sources', 'plan', 'apply', 'render'];
    const more = ['intercom', 'store', 'emulator', 'spool', 'kinds', 'types'];
    for (const folder of [...folders, ...more]) {
      expect(existsSync(join(root, 'src', folder))).toBe(true);
      expect(house).toContain(folder);
    }
  });
});
