import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Characters,
  emailSpans,
  replaceEmails,
  replaceEncodedEmails,
} from '../../src/render/mask/find-emails.ts';

/** What an email is, as patterns that look at a long run once for each of its characters: they define, and are never run. */
const EMAIL =
  /[\p{L}\p{M}\p{N}!#$%&*+?^_`~.-]+(?:'[\p{L}\p{M}\p{N}!#$%&*+?^_`~.-]+)*@[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*/gu;
const ENCODED_EMAIL = /[A-Za-z0-9._~!$&'*+%-]+%40[A-Za-z0-9._~%-]+/gi;

const pieces = [
  'a',
  'é',
  '𝒜',
  '\ud835',
  '\udc9c',
  '@',
  '@',
  '.',
  "'",
  '_',
  '+',
  '%',
  '%40',
  '%40',
  '4',
  ' ',
  '/',
  '\n',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join(''));
const mark = (found: string) => `<${found}>`;

describe('emails in a text', () => {
  it('are what the patterns say they are', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(replaceEmails(text, mark)).toBe(text.replace(EMAIL, mark));
        expect(replaceEncodedEmails(text, mark)).toBe(text.replace(ENCODED_EMAIL, mark));
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ["o'brien@acme.test", "<o'brien@acme.test>"],
    ["'ada@acme.test'", "'<ada@acme.test>'"],
    ['ada@acme..test', '<ada@acme>..test'],
    ['zoë@münchen.test, @acme, a@@b', '<zoë@münchen.test>, @acme, a@@b'],
  ])('%s', (text, shown) => {
    expect(replaceEmails(text, mark)).toBe(shown);
  });
});

describe('looking for emails', () => {
  const LENGTH = 50_000;
  it.each([
    ['one unbroken word', `${'a'.repeat(LENGTH)} @`],
    ['one unbroken word before an @', `${'a'.repeat(LENGTH)}@`],
    ['apostrophes', `${"a'".repeat(LENGTH / 2)}@`],
    ['nothing but apostrophes', `${"'".repeat(LENGTH)}@`],
    ['nothing but @', '@'.repeat(LENGTH)],
    ['many @ without a domain', 'a@'.repeat(LENGTH / 2)],
    ['a domain without end', `a@${'b.'.repeat(LENGTH / 2)}`],
    ['emails in a row', "a@b'".repeat(LENGTH / 4)],
  ])('looks at each character a few times at most: %s', (_what, text) => {
    const counted = counting(text);
    emailSpans(counted);
    expect(counted.looks()).toBeGreaterThan(0);
    expect(counted.looks()).toBeLessThanOrEqual(5 * text.length);
  });
});

/** Counts the characters that are looked at, those that a search passes as well. */
function counting(text: string): Characters & { looks(): number } {
  let looks = 0;
  return {
    length: text.length,
    codePointAt(index) {
      looks += 1;
      return text.codePointAt(index);
    },
    indexOf(wanted, from) {
      const at = text.indexOf(wanted, from);
      looks += (at === -1 ? text.length : at) - from + 1;
      return at;
    },
    looks: () => looks,
  };
}
