import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert } from '../../src/render/words/inert.ts';

describe('inert', () => {
  it.each([
    ['an escape sequence', 'Ada\u001b[31m', 'Ada\\x1b[31m'],
    ['a one-byte CSI', 'Ada\u009b31m', 'Ada\\x9b31m'],
    ['newlines', 'Ada\r\nLovelace', 'Ada\\r\\nLovelace'],
    ['a line separator', 'Ada\u2028', 'Ada\\u{2028}'],
    ['a tab', 'a\tb', 'a\\tb'],
    ['a bell and a backspace', '\u0007\u0008', '\\x07\\x08'],
    ['a bidi override', 'admin\u202egpj', 'admin\\u{202e}gpj'],
    ['a bidi isolate', '\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['a zero-width space', 'v\u200bip', 'v\\u{200b}ip'],
    ['a joiner between letters', 'v\u200dip', 'v\\u{200d}ip'],
    ['a byte order mark', '\ufeffvip', '\\u{feff}vip'],
    ['a tag character', 'vip\u{e0041}', 'vip\\u{e0041}'],
    ['a command to the runner of GitHub', 'a ##[set-output name=x]y', 'a ##\\x5bset-output name=x]y'],
    ['a command to the agent of Azure DevOps', '###vso[task.complete]', '###vso\\x5btask.complete]'],
    ['half a surrogate pair', 'a\ud83d', 'a\\u{d83d}'],
  ])('shows %s', (_what, text, shown) => {
    expect(inert(text)).toBe(shown);
  });

  it.each(['Zoë Müller', '日本語', 'العربية', '👩‍💻 on call', 'می‌خواهم', 'a\\nb', '#1 [a]', '## [a]'])(
    'leaves %s alone',
    (text) => {
      expect(inert(text)).toBe(text);
    },
  );

  it('leaves no control character of any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(inert(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });
});
