import { describe, expect, it } from 'vitest';
import { trimmedIdentity, unseenIn } from '../../src/types/identity-text.ts';

/** Zero widths, direction marks, a soft hyphen, byte order marks, fillers, and spaces of every sort. */
const UNSEEN = [
  ...['\u200b', '\u200c', '\u200d', '\u2060', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069'],
  ...[
    '\u00ad',
    '\ufeff',
    '\u3164',
    '\u2800',
    '\u00a0',
    '\u2003',
    '\u202f',
    '\u3000',
    '\u2028',
    '\t',
    '\u0085',
  ],
];

describe('an identity', () => {
  it.each(UNSEEN)('loses %j at its ends', (character) => {
    for (const form of ['id', 'name'] as const) {
      expect(trimmedIdentity(`${character}u2 x${character} ${character}`, form)).toBe('u2 x');
      expect(trimmedIdentity(character, form)).toBe('');
    }
  });

  it.each(UNSEEN)('holds no %j inside', (character) => {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    expect(unseenIn(`u${character}2`, 'id')).toBe(`U+${code}`);
  });

  it('may hold what can be seen, a plain space too', () => {
    for (const text of ['0042', 'a/b c', 'Zoë', '阿达', 'a - b', '']) {
      expect(trimmedIdentity(text, 'id')).toBe(text);
      expect(unseenIn(text, 'id')).toBeUndefined();
    }
  });
});

describe('a name', () => {
  it.each([
    '👩‍💻 devs',
    '❤️',
    '❤️‍🔥',
    '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'می‌خواهم',
    'क्‍ष',
    'Ça va\u00a0!',
  ])('keeps what %s is written with', (text) => {
    expect(trimmedIdentity(text, 'name')).toBe(text);
    expect(unseenIn(text, 'name')).toBeUndefined();
  });

  it.each([
    ['vi\u200bp', 'U+200B'],
    ['vi\u200dp', 'U+200D'],
    ['vip\u200d', 'U+200D'],
    ['\u202evip', 'U+202E'],
    ['vi\u2028p', 'U+2028'],
    ['v\u{e0067}ip', 'U+E0067'],
  ])('does not hide a character: %j', (text, code) => {
    expect(unseenIn(text, 'name')).toBe(code);
  });
});
