import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CellPart, guardedCell, unguardedCell } from '../../src/sources/cells/guarded.ts';

const pieces = [
  "'",
  '\\',
  'x',
  'x27',
  'u',
  'd800',
  '\ud800',
  '\u001b',
  '\0',
  '\u0085',
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '1',
  '0',
  'a',
  ' ',
  '🦊',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const parts = fc.constantFrom<CellPart>('value', 'name');

describe('a guarded cell', () => {
  it.each([
    ['=HYPERLINK("http://evil.test")', `'=HYPERLINK("http://evil.test")`],
    ['+353871234567', "'+353871234567"],
    ['-12.5', "'-12.5"],
    ['@ada', "'@ada"],
    ['\tAda', "'\tAda"],
    ['\rAda', "'\rAda"],
    ["'=1+1", "''=1+1"],
    ["'007", "''007"],
    ["'t Hooft", "'t Hooft"],
    ["O'Brien", "O'Brien"],
    ['A\u001b[31mda', String.raw`'\A\x1b[31mda`],
    ['A\\da\0', String.raw`'\A\\da\x00`],
    ['\ud800', String.raw`'\\ud800`],
    [String.raw`'\A\x1b`, String.raw`'\\x27\\A\\x1b`],
    [String.raw`C:\data`, String.raw`C:\data`],
  ])('%j is written %j and read as it was', (text, cell) => {
    expect(guardedCell(text, 'value')).toBe(cell);
    expect(unguardedCell(cell, 'value')).toBe(text);
  });

  it('keeps the name of a column that begins with an apostrophe and a digit', () => {
    expect(unguardedCell("'24 revenue", 'name')).toBe("'24 revenue");
    expect(unguardedCell("'0012", 'value')).toBe('0012');
  });

  it('is no formula, holds no control, and is read as what it was', () => {
    fc.assert(
      fc.property(texts, parts, (text, part) => {
        const cell = guardedCell(text, part);
        expect(cell).not.toMatch(/^[=+\-@\t\r]/);
        expect(cell).not.toMatch(/(?![\t\n\r])\p{Cc}|\p{Cs}/u);
        expect(unguardedCell(cell, part)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });
});
