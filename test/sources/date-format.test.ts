import { describe, expect, it } from 'vitest';
import { dateFormat } from '../../src/types/date-format.ts';

function read(format: string, text: string): string | undefined {
  const compiled = dateFormat(format);
  if (compiled === undefined) throw new Error(`${format} is no format`);
  return compiled.parse(text);
}

describe('a year of two digits', () => {
  it.each([
    ['00', '2000'],
    ['01', '2001'],
    ['24', '2024'],
    ['68', '2068'],
    ['69', '2069'],
    ['70', '1970'],
    ['71', '1971'],
    ['99', '1999'],
  ])('is one of 1970 to 2069: %s is %s', (written, year) => {
    expect(read('DD/MM/YY', `05/11/${written}`)).toBe(`${year}-11-05`);
    expect(read('M/D/YY h:mm A', `11/5/${written} 1:02 PM`)).toBe(`${year}-11-05T13:02:00`);
  });

  it('is no year of one or four digits, nor is one of four a year of two', () => {
    expect(read('DD/MM/YY', '05/11/2024')).toBeUndefined();
    expect(read('DD/MM/YY', '05/11/4')).toBeUndefined();
    expect(read('DD/MM/YYYY', '05/11/24')).toBeUndefined();
  });

  it('has the leap days of the year that it stands for', () => {
    expect(read('DD/MM/YY', '29/02/00')).toBe('2000-02-29');
    expect(read('DD/MM/YY', '29/02/68')).toBe('2068-02-29');
    expect(read('DD/MM/YY', '29/02/70')).toBeUndefined();
    expect(read('DD/MM/YY', '29/02/72')).toBe('1972-02-29');
  });
});

describe('hours, minutes and seconds', () => {
  it.each([
    ['12:00 AM', '00:00:00'],
    ['12:59 am', '00:59:00'],
    ['1:00 AM', '01:00:00'],
    ['11:59 a.m.', '11:59:00'],
    ['12:00 PM', '12:00:00'],
    ['1:00 p.m.', '13:00:00'],
    ['11:59 PM', '23:59:00'],
  ])('go by the half of the day: %s is %s', (written, time) => {
    expect(read('D.M.YYYY h:mm A', `5.11.2024 ${written}`)).toBe(`2024-11-05T${time}`);
  });

  it.each(['0:30 AM', '13:00 PM', '13:00 AM'])('are none beyond it: %s', (written) => {
    expect(read('D.M.YYYY h:mm A', `5.11.2024 ${written}`)).toBeUndefined();
  });

  it.each([
    ['00:00:00', true],
    ['23:59:59', true],
    ['24:00:00', false],
    ['23:60:00', false],
    ['23:59:60', false],
  ])('end where the day does: %s', (written, isTime) => {
    const expected = isTime ? `2024-11-05T${written}` : undefined;
    expect(read('DD.MM.YYYY HH:mm:ss', `05.11.2024 ${written}`)).toBe(expected);
    expect(read('DD.MM.YYYY', `05.11.2024 ${written}`)).toBe(expected);
  });
});

describe('the text of a format', () => {
  it('stands for itself, whatever it means in a pattern', () => {
    expect(read('DD.MM.YYYY', '05-11-2024')).toBeUndefined();
    expect(read('(DD) MM YYYY+', '(05) 11 2024+')).toBe('2024-11-05');
  });

  it('says the whole text: nothing before, nothing behind', () => {
    expect(read('DD.MM.YYYY', '05.11.2024, or so')).toBeUndefined();
    expect(read('DD.MM.YYYY', 'on 05.11.2024')).toBeUndefined();
  });

  it.each([
    ['January', 1],
    ['feb', 2],
    ['JUNE', 6],
    ['Sept', 9],
    ['December', 12],
  ])('has months by name: %s is %d', (name, month) => {
    expect(read('D MMM YYYY', `5 ${name} 2024`)).toBe(`2024-${String(month).padStart(2, '0')}-05`);
  });

  it('has no month of another name', () => {
    expect(read('D MMM YYYY', '5 Brumaire 2024')).toBeUndefined();
  });

  it.each(['MM/YYYY', 'DD/MM', 'DD/YYYY', 'HH:mm', 'DD/MM/YYYY DD', 'YY/MM/DD/YYYY'])(
    'is no format without a day, month and year, or with one twice: %s',
    (written) => {
      expect(dateFormat(written)).toBeUndefined();
    },
  );

  it('reads a text the same the second time', () => {
    const compiled = dateFormat('DD/MM/YYYY');
    for (const text of ['05/11/2024', '31/02/2024', '05/11/2024', '31/02/2024'])
      expect(compiled?.parse(text)).toBe(text.startsWith('05') ? '2024-11-05' : undefined);
  });
});

describe('digits of a second in a format', () => {
  it.each(['YYYY-MM-DD HH:mm:ss.SSS', 'YYYY-MM-DD[T]HH:mm:ss.SSSSSS[Z]', "YYYY-MM-DD'T'HH:mm:ss,SSSZ"])(
    'are no name of a zone: %s',
    (format) => {
      expect(dateFormat(format)?.zoneName).toBeUndefined();
    },
  );

  it('hide none that stands behind them', () => {
    expect(dateFormat('YYYY-MM-DD HH:mm:ss.SSS EST')?.zoneName).toBe('EST');
  });
});
