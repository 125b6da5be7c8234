import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phoneReader } from '../../src/sources/cells/phone.ts';

async function read(text: string, country?: string): Promise<string> {
  const phone = (await phoneReader())(text, country);
  return 'value' in phone ? phone.value : `${phone.code}: ${phone.detail ?? phone.summary}`;
}

describe('a phone number with a country', () => {
  it.each([
    '+353871234567',
    '\u202a+353 87 123 4567\u202c',
    '\u200e+353\u00a087\u2009123\u202f4567\ufeff',
    '+353\u201187\u2013123\u22124567',
    'tel:+353871234567',
    'TEL: +353-87-123-4567',
    'p:+353871234567',
    '(+353) 87 123 4567',
    '+(353) 87 123 4567',
    '(00353) 87 123 4567',
    '00 353 87 123 4567',
    '00353871234567',
    '+00353871234567',
    '+ 353 87 123 4567',
    '+353 (0)87 123 4567',
    '+353 (0) 87 123 4567',
    '00353 (0)87 123 4567',
    '(+353) (0)87 123 4567',
    '+353 [87] 123.45.67',
    '\uff0b353\uff08\uff18\uff17\uff091234567',
    '+٣٥٣٨٧١٢٣٤٥٦٧',
  ])('is read as it is dialled: %s', async (text) => {
    expect(await read(text)).toBe('+353871234567');
    expect(await read(text, 'GB')).toBe('+353871234567');
  });

  it.each([
    ['+44 (0)20 7946 0000', '+442079460000'],
    ['+49 (0)30/123456', '+4930123456'],
    ['+39 06 123456', '+3906123456'],
    ['+39 (0)6 123456', '+3906123456'],
    ['p:+14155550199', '+14155550199'],
  ])('keeps and leaves out the zeros of its country: %s', async (text, number) => {
    expect(await read(text)).toBe(number);
  });

  it.each([
    ['087 123 4567', 'IE', '+353871234567'],
    ['(087) 123-4567', 'IE', '+353871234567'],
    ['tel:087 123 4567', 'IE', '+353871234567'],
    ['030/123456', 'DE', '+4930123456'],
    ['01.42.68.53.00', 'FR', '+33142685300'],
    ['(415) 555-0199', 'US', '+14155550199'],
    ['06 1234 5678', 'IT', '+390612345678'],
  ])('is read as it is dialled within one: %s in %s', async (text, country, number) => {
    expect(await read(text, country)).toBe(number);
  });
});

describe('what is no single number', () => {
  const NONE = [
    ['+4915112345678.0', 'ends in .0'],
    ['353871234567.0', 'ends in .0'],
    ['+3906123456.00', 'ends in .0'],
    ['0871234567,0', 'ends in .0'],
    ['3.53871E+11', 'rounded'],
    ['3,53871E+11', 'rounded'],
    ['+353 87 123 4567 x12', 'an extension'],
    ['+353871234567x12', 'an extension'],
    ['+353 87 123 4567 ext. 5', 'an extension'],
    ['+353 87 123 4567 Ext 5', 'an extension'],
    ['+353 87 123 4567 extension 5', 'an extension'],
    ['+353 87 123 4567 #5', 'an extension'],
    ['tel:+353871234567;ext=5', 'an extension'],
    ['+49 30 123456 / 57', 'two numbers'],
    ['+49 30 123456/57', 'two numbers'],
    ['0871234567 / 0877654321', 'two numbers'],
    ['+353871234567; +353877654321', 'two numbers'],
    ['+353871234567, +353877654321', 'two numbers'],
    ['+353871234567 +353877654321', 'two numbers'],
    ['+353871234567 or +353877654321', 'two numbers'],
    ['087 123 4567 or 087 765 4321', 'two numbers'],
    ['0871234567\n0877654321', 'two numbers'],
    ['0871234567 | 0877654321', 'two numbers'],
    ['1-800-FLOWERS', 'it holds F'],
    ['+353 87 XXX XXXX', 'it holds X'],
    ['087 123 4567 (home)', 'it holds h'],
    ['+353 87 123 4567²', 'it holds ²'],
    ['+353 87 123 4567*', 'it holds *'],
    ['unknown', 'it holds no digit'],
    ['n/a', 'it holds no digit'],
    ['mail or chat', 'it holds no digit'],
    ['+', 'it holds no digit'],
  ] as const;

  it.each(NONE)('is a bad row that says why: %j', async (text, why) => {
    for (const country of [undefined, 'IE', 'DE', 'US']) {
      const said = await read(text, country);
      expect(said).toMatch(/^bad-phone: /);
      expect(said).toContain(why);
    }
  });

  it('never becomes a number of other digits', async () => {
    const reader = await phoneReader();
    const number = '+353871234567';
    const beside = fc.constantFrom(
      '.0',
      '.00',
      ',0',
      ' x1',
      ' ext 12',
      '#3',
      '/8',
      ' / 0877654321',
      ';1',
      ' or 1',
      'e1',
      '½',
      '²',
    );
    fc.assert(
      fc.property(beside, fc.constantFrom(undefined, 'IE', 'US', 'DE', 'IT'), (tail, country) => {
        for (const text of [number, '00353871234567', '0871234567']) {
          const found = reader(text + tail, country);
          if ('value' in found) expect(found.value).toBe(number);
        }
      }),
    );
  });
});

describe('a number that is no phone number', () => {
  it.each([
    ['353871234568.5', 'it is a decimal number'],
    ['+353871234568.25', 'it is a decimal number'],
    ['-353871234568', 'it is a negative number'],
    ['\u2212353871234568', 'it is a negative number'],
  ])('is refused instead of being read without its mark: %s', async (text, why) => {
    expect(await read(text, 'IE')).toBe(`bad-phone: ${why}`);
  });
});
