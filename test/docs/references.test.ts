import { describe, expect, it } from 'vitest';
import { allPages } from './pages.ts';
import {
  type Citation,
  citationsIn,
  citingFiles,
  decisionNumbers,
  numbersOf,
  ownSections,
} from './references.ts';

const files = citingFiles();
const citations = files.flatMap(citationsIn);
const [design, intercom] = [numbersOf('design'), numbersOf('intercom')];

describe('numbers that are cited', () => {
  it('are read from comments, lists and ranges, also over a line', () => {
    const text =
      ' * as said (design 3.5,\n * 6.4), (intercom 1.4 to 1.6; laws 7 and 8) // design\n// 7.3. Version 2.16';
    expect(citationsIn({ path: 'a.ts', text }).map(({ book, number }) => `${book} ${number}`)).toEqual([
      ...['design 3.5', 'design 6.4', 'intercom 1.4', 'intercom 1.6', 'law 7', 'law 8', 'design 7.3'],
    ]);
  });

  it('are sections of the design, facts about Intercom, laws and decisions that there are', () => {
    const decisions = decisionNumbers();
    const isThere = ({ book, number }: Citation) =>
      book === 'law'
        ? design.has(`law.${number}`)
        : book === 'decision'
          ? decisions.has(number)
          : (book === 'design' ? design : intercom).has(number);
    expect(countOf('design')).toBeGreaterThan(150);
    expect(countOf('intercom')).toBeGreaterThan(300);
    expect(countOf('law')).toBeGreaterThan(40);
    expect(citations.filter((one) => !isThere(one)).map(told)).toEqual([]);
  });

  it('are sections of the same book where a page says so', () => {
    const own = (name: string) =>
      files.filter(({ path }) => path.startsWith(`docs/${name}/`)).flatMap((file) => ownSections(file, name));
    const all = [...own('design'), ...own('intercom')];
    expect(all.length).toBeGreaterThan(20);
    const isThere = ({ book, number }: Citation) => (book === 'design' ? design : intercom).has(number);
    expect(all.filter((one) => !isThere(one)).map(told)).toEqual([]);
  });

  it('stand for one place each', () => {
    expect(design.size).toBeGreaterThan(45);
    expect(intercom.size).toBeGreaterThan(180);
    expect([...design, ...intercom].filter(([, places]) => places.length > 1)).toEqual([]);
  });

  it('are on pages that the index of their book lists', () => {
    const pages = allPages();
    const missing = ['design', 'intercom'].flatMap((book) => {
      const index = pages.find(({ path }) => path === `docs/${book}/index.md`)?.text ?? '';
      const names = pages.map(({ path }) => path).filter((path) => path.startsWith(`docs/${book}/`));
      expect(names.length).toBeGreaterThan(7);
      return names.filter(
        (path) => !path.endsWith('/index.md') && !index.includes(`](${path.split('/')[2]})`),
      );
    });
    expect(missing).toEqual([]);
  });

  it('are spelt in this way and in no other', () => {
    const others =
      /\bDES[I]GN\b|\bapi[.]md\b|\bapi-2[.]17\b|\bAN[C]HORS\b|\bquir[k]s? \d|[(,/*] ?A\d{1,2}(?:[:.]|\)[ ,.;:'])/g;
    const found = files
      .filter(({ path }) => !/\/(?:sources|pull|importing)\//.test(path)) // A1 is a cell of a spreadsheet there.
      .flatMap(({ path, text }) =>
        [...text.matchAll(others)].map(
          ({ 0: word, index }) => `${path}:${text.slice(0, index).split('\n').length} ${word}`,
        ),
      );
    expect(found).toEqual([]);
  });
});

function countOf(book: string): number {
  return citations.filter((one) => one.book === book).length;
}

function told({ book, number, place }: Citation): string {
  return `${place}: ${book} ${number}`;
}
