import { describe, expect, it } from 'vitest';
import { readPage } from './pages.ts';

/** Merges of branches that both added lines can double them, or put them below another heading that they repeat. */
describe('the changelog', () => {
  const lines = readPage('CHANGELOG.md').prose.map(({ text }) => text);
  const twice = (list: readonly string[]) => list.filter((line, index) => list.indexOf(line) !== index);

  it('says nothing twice', () => {
    const said = lines.filter((line) => line.startsWith('- '));
    expect(said.length).toBeGreaterThan(100);
    expect(twice(said)).toEqual([]);
    // Of two branches one may have changed the end of a line, and the other its place.
    expect(twice(said.map((line) => line.slice(0, 60)))).toEqual([]);
  });

  it('has each heading once, with an empty line around it', () => {
    const headings = lines.filter((line) => /^[A-Z].*\.$/.test(line));
    expect(headings.length).toBeGreaterThan(5);
    expect(twice(headings)).toEqual([]);
    for (const heading of headings) {
      const at = lines.indexOf(heading);
      expect([lines[at - 1], lines[at + 1]], heading).toEqual(['', '']);
    }
  });
});
