import { describe, expect, it } from 'vitest';
import { jsonPieces, jsonText } from '../../src/render/words/json-text.ts';

describe('a document as JSON', () => {
  it('says the same and moves no cursor', () => {
    const hostile = {
      name: 'Ada\u001b[2J\u009b31m\u202eEve\u2066\u200f\ufeff\u2028é漢😀',
      'k\u009d': ['\u007f'],
    };
    const text = jsonText(hostile);
    expect(JSON.parse(text)).toEqual(hostile);
    expect(text).not.toMatch(/[^\n\P{Cc}]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
    expect(text).toContain('é漢😀');
  });

  it('holds no half of a surrogate pair, which strict parsers refuse', () => {
    const cut = '😀'.slice(0, 1);
    expect(JSON.parse(jsonText({ cut, pair: '😀', text: '\\ud83d', both: `\\${cut}` }))).toEqual({
      cut: '\ufffd',
      pair: '😀',
      text: '\\ud83d',
      both: '\\\ufffd',
    });
  });

  it.each([
    ['nothing', {}],
    [
      'members of every sort',
      { a: null, b: undefined, c: 'x', d: 1.5, e: { f: [1, { g: [] }], h: {} }, i: true },
    ],
    ['lists', { none: [], one: [1], objects: [{ a: 1, b: ['x'] }, {}], holes: [undefined, null, [], ['']] }],
    [
      'a long list',
      { before: 1, rows: Array.from({ length: 250 }, (_, at) => ({ at })), after: { at: '}' } },
    ],
    ['nothing but what is left out', { a: undefined }],
  ])('has the bytes of JSON.stringify: %s', (_, document) => {
    expect(jsonText(document)).toBe(JSON.stringify(document, null, 2));
  });

  it('comes entry by entry, from a list that is no array', () => {
    let made = 0;
    const rows = {
      length: 1000,
      *[Symbol.iterator]() {
        for (; made < 1000; made += 1) yield { row: made };
      },
    };
    const pieces: string[] = [];
    let most = 0;
    for (const piece of jsonPieces({ rows, last: 'é\u009b' })) {
      most = Math.max(most, piece.length);
      pieces.push(piece);
    }
    const all = Array.from({ length: 1000 }, (_, row) => ({ row }));
    expect(JSON.parse(pieces.join(''))).toEqual({ rows: all, last: 'é\u009b' });
    expect(pieces.join('')).toContain(JSON.stringify({ rows: all }, null, 2).slice(0, -2));
    expect(pieces.join('')).toContain('\\u009b');
    expect(made).toBe(1000);
    expect(most).toBeLessThan(5000);
  });
});
