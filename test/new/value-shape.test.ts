import { describe, expect, it } from 'vitest';
import { shapeOf } from '../../src/app/new/value-shape.ts';

describe('the shape of values', () => {
  it.each([
    ['yes, No, TRUE', false, { is: 'boolean' }],
    ['1, -2, 30', false, { is: 'integer' }],
    ['1, 2.5', false, { is: 'float' }],
    ['1.234; 5.678', false, { is: 'unclearNumber' }],
    ['1.234; 5.5', false, { is: 'float', decimal: '.' }],
    ['0.125; 1234.567', false, { is: 'float' }],
    ['007, 12', false, { is: 'string' }],
    ['12345678901234567890', false, { is: 'string' }],
    ['1,5; 2,25', false, { is: 'float', decimal: ',' }],
    ['1.234,5; 2', false, { is: 'float', decimal: ',' }],
    ['1,234.5; 2', false, { is: 'float', decimal: '.' }],
    ['1,234,567; 2', false, { is: 'integer', decimal: '.' }],
    ['1,234; 2', false, { is: 'unclearNumber' }],
    ['2024-01-31', false, { is: 'date' }],
    ['2024-01-31T10:00:00Z; 2024-02-01', false, { is: 'datetime' }],
    ['2024-02-30', false, { is: 'string' }],
    ['1706659200', true, { is: 'datetime' }],
    ['1706659200', false, { is: 'integer' }],
    ['31/01/2024; 01/02/2024', false, { is: 'date', format: 'DD/MM/YYYY' }],
    ['01/31/2024 10:30; 01/02/2024 11:00', false, { is: 'datetime', format: 'MM/DD/YYYY' }],
    ['01/31/2024 10:30 PM', false, { is: 'datetime', format: 'MM/DD/YYYY h:mm A' }],
    ['31/01/2024; 01/31/2024', false, { is: 'string' }],
    ['01/02/2024', false, { is: 'unclearDate', formats: ['DD/MM/YYYY', 'MM/DD/YYYY'], timed: false }],
    ['01.02.2024', false, { is: 'date', format: 'DD.MM.YYYY' }],
    ['3 Jan 2024; 14 Feb 2024', false, { is: 'date', format: 'D MMM YYYY' }],
    ['Jan 3, 2024', false, { is: 'date', format: 'MMM D, YYYY' }],
    ['pro, free', false, { is: 'string' }],
  ])('of %s is told', (written, dated, shape) => {
    const texts = written.includes(';')
      ? written.split('; ')
      : [written].flatMap((text) => splitAtSpaces(text));
    expect(shapeOf(texts, dated)).toEqual(shape);
  });
});

/** `1, 2` are two values, `1,234` and `Jan 3, 2024` are one. */
function splitAtSpaces(text: string): string[] {
  return /^[A-Z][a-z]{2} \d/.test(text) ? [text] : text.split(', ');
}
