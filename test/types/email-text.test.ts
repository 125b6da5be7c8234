import { describe, expect, it } from 'vitest';
import { isEmail, readEmail } from '../../src/types/email-text.ts';

describe('an email address', () => {
  it.each([
    'ada@acme.test',
    'Ada.Lovelace+list@mail.acme-tools.test',
    "o'brien@acme.test",
    'a!#$%&*/=?^_`{|}~-b@acme.test',
    'ada@1st.acme.test',
    'ada@xn--e1afmkfd.test',
    '用户@例子.公司',
    'jürgen@müller.test',
    'δοκιμή@παράδειγμα.ελ',
  ])('is %s', (text) => {
    expect(readEmail(text)).toEqual({ email: text, unwrapped: false });
    expect(isEmail(text)).toBe(true);
  });

  it.each([
    ' ada@acme.test ',
    '\u200bada@acme.test\u2060',
    '\u00a0ada@acme.test\ufeff',
    '\u202aada@acme.test\u202c',
  ])('is read without what is not seen around %j', (text) => {
    expect(readEmail(text)).toEqual({ email: 'ada@acme.test', unwrapped: false });
    expect(isEmail(text)).toBe(false);
  });

  it.each([
    'mailto:ada@acme.test',
    'MAILTO:ada@acme.test?subject=Hello',
    'mailto://ada@acme.test',
    'mailto:%61da@acme.test',
    'mailto:ada%40acme.test',
    '<ada@acme.test>',
    '<mailto:ada@acme.test>',
    '"Ada" <ada@acme.test>',
    'Ada Lovelace <ada@acme.test>',
    '"Lovelace, Ada" < ada@acme.test >',
    '"ada@acme.test" <ada@acme.test>',
  ])('is taken out of %s', (text) => {
    expect(readEmail(text)).toEqual({ email: 'ada@acme.test', unwrapped: true });
  });

  it.each([
    ['', 'it has no @'],
    ['ada', 'it has no @'],
    ['ada＠acme.test', 'it has no @'],
    ['@acme.test', 'nothing stands before the @'],
    ['ada@', 'nothing stands behind the @'],
    ['ada@acme.test.', 'it ends with a dot'],
    ['ada@acme..test', 'it holds a dot too many behind the @'],
    ['ada@.acme.test', 'it holds a dot too many behind the @'],
    ['.ada@acme.test', 'it begins with a dot'],
    ['ada.@acme.test', 'a dot stands before the @'],
    ['a..da@acme.test', 'it holds two dots in a row'],
    ['(ada@acme.test)', 'it holds ('],
    ['"ada@acme.test"', 'it holds "'],
    ["'ada@acme.test'", "it begins with '"],
    ['“ada@acme.test”', 'it holds “'],
    ['ada@acme.test;', 'it holds ;'],
    ['ada@acme,test', 'it holds ,'],
    ['ada@acme.test\\n', 'it holds \\'],
    ['ada love@acme.test', 'it holds a space'],
    ['ada@acme .test', 'it holds a space'],
    ['ada@ac\u200bme.test', 'it holds U+200B'],
    ['a\u00adda@acme.test', 'it holds U+00AD'],
    ['ada@acme\u00a0.test', 'it holds U+00A0'],
    ['ada@acme.test, bob@acme.test', 'it has more than one @'],
    ['Ada <ada@acme.test>, Bob <bob@acme.test>', 'it has more than one @'],
    ['ada@acme.test <bob@acme.test>', 'it has more than one @'],
    ['1,"ada@acme.test","Ada"', 'it holds ,'],
    ['ada@acme', 'acme is no whole domain'],
    ['ada@localhost', 'localhost is no whole domain'],
    ['ada@10.0.0.1', '1 is no end of a domain'],
    ['ada@[10.0.0.1]', 'it holds ['],
    ['ada@-acme.test', '-acme is no part of a domain'],
    ['ada@acme_tools.test', 'it holds _'],
    [`${'a'.repeat(65)}@acme.test`, 'more than 64 characters stand before the @'],
    [`ada@${'a'.repeat(64)}.test`, 'a part of its domain has more than 63 characters'],
    [`ada@${'a.'.repeat(130)}test`, 'it has more than 254 characters'],
  ])('is not %j: %s', (text, why) => {
    expect(readEmail(text)).toEqual({ why });
  });

  it('is spelt out where a link spells a sign', () => {
    expect(readEmail('mailto:ada%2Blist@acme.test?cc=x')).toEqual({
      email: 'ada+list@acme.test',
      unwrapped: true,
    });
    expect(readEmail('mailto:ada+list@acme.test')).toEqual({ email: 'ada+list@acme.test', unwrapped: true });
    expect(readEmail('mailto:ada%2Cbob@acme.test')).toEqual({ why: 'it holds ,' });
    expect(readEmail('mailto:ada%zz@acme.test')).toEqual({ why: 'it holds :' });
    expect(readEmail('ada%2Blist@acme.test')).toEqual({ email: 'ada%2Blist@acme.test', unwrapped: false });
  });

  it('is none in which a program has lost a character', () => {
    const why = 'it holds U+FFFD, which stands where a character was lost';
    expect(readEmail('j\ufffdrgen@acme.test')).toEqual({ why });
    expect(readEmail('ada@m\ufffdller.test')).toEqual({ why });
  });
});
