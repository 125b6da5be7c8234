import { describe, expect, it } from 'vitest';
import { readNumber } from '../../src/types/number-text.ts';

describe('a number', () => {
  it.each([
    ['12', '12'],
    ['-12.5', '-12.5'],
    ['+12', '12'],
    ['12.', '12.'],
    ['.5', '.5'],
    ['1e3', '1e3'],
    ['0.125', '0.125'],
    ['1234.567', '1234.567'],
    ['12.3450', '12.3450'],
    ['\u221212', '-12'],
    ["1'500", '1500'],
    ['1’500’000.25', '1500000.25'],
    ['1 500', '1500'],
    ['1\u202f500', '1500'],
    ['1\u00a0500.5', '1500.5'],
    ['$12.50', '12.50'],
    ['-$12.50', '-12.50'],
    ['$-12.50', '-12.50'],
    ['US$ 12.50', '12.50'],
    ['R$12', '12'],
    ['£12', '12'],
    ['12 €', '12'],
    ['EUR 12.50', '12.50'],
    ['12.50 eur', '12.50'],
    ['$12.50 USD', '12.50'],
    ['CHF 12', '12'],
    ['12 kr', '12'],
    ['kr. 12', '12'],
    ['Rs.500', '500'],
    ['(12)', '-12'],
    ['($12.50)', '-12.50'],
    ['$(12.50)', '-12.50'],
    ['(12.50) USD', '-12.50'],
  ])('is read without a decimal mark where it is clear: %s', (text, plain) => {
    expect(readNumber(text, undefined)).toEqual({ plain });
  });

  it.each([
    '1.500',
    '1,500',
    '2.750,00',
    '1,500.00',
    '12,5',
    '1.500.000',
    '$1.500',
    '-1,500',
    '1 500,25',
    '(1.500)',
  ])('is unclear without one: %s', (text) => {
    expect(readNumber(text, undefined)).toEqual({ refused: expect.stringContaining('decimal: ') });
  });

  it.each([
    ['1.500', ',', '1500'],
    ['2.750,00', ',', '2750.00'],
    ['12,50 €', ',', '12.50'],
    ['€ -1.234.567,8', ',', '-1234567.8'],
    ["1'500,5", ',', '1500.5'],
    ['1.500', '.', '1.500'],
    ['1,500', '.', '1500'],
    ['$1,234,567.80', '.', '1234567.80'],
    ['1.5e-7', '.', '1.5e-7'],
  ] as const)('is settled by it: %s with %s', (text, decimal, plain) => {
    expect(readNumber(text, decimal)).toEqual({ plain });
  });

  it.each([
    ['12.5', ','],
    ['1.50', ','],
    ['1,50', '.'],
    ['1.234 567,8', ','],
    ['12 %', ','],
    ['12%', undefined],
    ['%12', undefined],
    ['12 abc', undefined],
    ['12 USD/month', undefined],
    ['USD', undefined],
    ['--12', undefined],
    ['(-12)', undefined],
    ['(12', undefined],
    ['12-', undefined],
    ['$€12', undefined],
    ['twelve', undefined],
    ['12 13', undefined],
    ['', undefined],
    [`1${' 000'.repeat(50_000)}`, undefined],
  ] as const)('is none: %s', (text, decimal) => {
    expect(readNumber(text, decimal)).toHaveProperty('refused');
  });

  it('is no percentage, which may mean two numbers', () => {
    expect(readNumber('12 %', undefined)).toEqual({ refused: expect.stringContaining('12 or as 0.12') });
  });
});

describe('thousands', () => {
  it.each([
    ['0.500', ','],
    ['0,500', '.'],
    ['00.500', ','],
    ["0'500", '.'],
    ['0 500', undefined],
    ['-0.500', ','],
  ] as const)('never begin with a zero: %s', (text, decimal) => {
    expect(readNumber(text, decimal)).toHaveProperty('refused');
  });

  it('are told from a fraction behind a zero', () => {
    expect(readNumber('0.500', '.')).toEqual({ plain: '0.500' });
    expect(readNumber('0,500', ',')).toEqual({ plain: '0.500' });
    expect(readNumber('10.500', ',')).toEqual({ plain: '10500' });
  });
});
