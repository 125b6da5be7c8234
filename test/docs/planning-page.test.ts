import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPage, root } from './pages.ts';

const PLANNING = 'src/app/planning';

/** Whoever has read only the page finds the file of each station: the picture is held against what there is. */
describe('the page about planning', () => {
  const page = readPage('docs/internals/planning.md');
  const picture = page.blocks.find(({ language }) => language === 'text')?.text ?? '';
  const files = readdirSync(join(root, PLANNING));

  it('names every file of planning', () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !page.text.includes(file))).toEqual([]);
  });

  it('names only files that there are', () => {
    const named = [...page.text.matchAll(/\b(?:src|test)\/[\w/.-]*\w/g)].map(([path]) => path);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('has a file at each of its eighteen stations', () => {
    const stations = picture.split('\n').filter((line) => /^ +\d+ {2}\w/.test(line));
    expect(stations).toHaveLength(18);
    expect(stations.filter((line) => !/[\w-]+\.ts|src\/render\//.test(line))).toEqual([]);
  });

  it('has files without a folder in the folder of planning, and others of the folder before them', () => {
    const missing = picture.split('\n').flatMap((line) => {
      const folders = [...line.matchAll(/\b(src\/[\w/-]+)\/[\w-]+\.ts/g)].map(([, folder]) => folder ?? '');
      const bare = [...line.matchAll(/(?<![\w/-])[a-z-]+\.ts/g)].map(([name]) => name);
      const places = [PLANNING, 'src/kinds/contact/identity', 'src/plan', ...folders];
      return bare.filter((name) => !places.some((folder) => existsSync(join(root, folder, name))));
    });
    expect(missing).toEqual([]);
  });
});
