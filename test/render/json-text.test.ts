import { describe, expect, it } from 'vitest';
import { jsonText } from '../../src/render/json-text.ts';

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
});
