import { expect, it } from 'vitest';
import { instantDoubt, readInstant, toUnixSeconds } from '../../src/kinds/values/instant.ts';

const utc = (text: string) => Date.parse(text) / 1000;

it('takes a date without a time for midnight in the timezone, also on the days when clocks change', () => {
  expect(toUnixSeconds('2024-03-31', 'Europe/Dublin')).toBe(utc('2024-03-31T00:00:00Z'));
  expect(toUnixSeconds('2024-04-01', 'Europe/Dublin')).toBe(utc('2024-03-31T23:00:00Z'));
  expect(toUnixSeconds('2024-10-27', 'Europe/Dublin')).toBe(utc('2024-10-26T23:00:00Z'));
  expect(toUnixSeconds('2024-10-28', 'Europe/Dublin')).toBe(utc('2024-10-28T00:00:00Z'));
  // Clocks in Santiago go forward at midnight: the day begins at one.
  expect(toUnixSeconds('2024-09-08', 'America/Santiago')).toBe(utc('2024-09-08T04:00:00Z'));
  // In Havana they go back from one to midnight: the first of the two is the day's.
  expect(toUnixSeconds('2024-11-03', 'America/Havana')).toBe(utc('2024-11-03T04:00:00Z'));
  expect(toUnixSeconds('2024-11-03T12:00:00', 'America/Havana')).toBe(utc('2024-11-03T17:00:00Z'));
  expect(toUnixSeconds('2024-01-15', 'Asia/Kathmandu')).toBe(utc('2024-01-14T18:15:00Z'));
});

it('reads a time with its offset, whatever the timezone', () => {
  for (const written of [
    '2024-06-01T09:30:00+02:00',
    '2024-06-01T09:30+0200',
    '2024-06-01 07:30Z',
    '2024-06-01T07:30:00.250z',
    '2024-06-01 09:30:00+02',
    '2024-06-01 07:30:00 UTC',
    '2024-06-01 07:30:00.000000 GMT',
    '2024-06-01 07:30:00+00',
    '2024-06-01 07:30:00.123456+00',
    '2024-06-01 07:30:00.000 +0000',
    '2024-06-01 07:30:00 +0000 UTC',
    '2024-06-01 02:30-05',
    '2024-06-01 13:00:00,5 +0530',
  ])
    expect(toUnixSeconds(written, 'America/New_York')).toBe(utc('2024-06-01T07:30:00Z'));
  expect(toUnixSeconds('2024-06-01T09:30:00', 'America/New_York')).toBe(utc('2024-06-01T13:30:00Z'));
});

it('takes numbers for Unix seconds, and for milliseconds above 1e11', () => {
  expect(toUnixSeconds('1717227000', 'UTC')).toBe(1_717_227_000);
  expect(toUnixSeconds(1_717_227_000_500, 'UTC')).toBe(1_717_227_000);
  expect(toUnixSeconds('-86400', 'UTC')).toBe(-86_400);
});

it.each([
  // As seconds they are of the year 5138.
  [99_999_999_999, undefined],
  [100_000_000_000, undefined],
  [100_000_000_001, 100_000_000],
  [100_000_001_999, 100_000_001],
  [999_999_999_999, 999_999_999],
  [-100_000_000_000, undefined],
  [-100_000_001_000, -100_000_001],
  [-999_999_999_999, -999_999_999],
  [1.9, 1],
  [-1.9, -1],
  [0, 0],
])(
  'takes %d, near the limit or with a fraction, for the second %s, as a number and as text',
  (written, second) => {
    expect(toUnixSeconds(written, 'UTC')).toBe(second);
    expect(toUnixSeconds(` ${written} `, 'Europe/Dublin')).toBe(second);
  },
);

it.each([Number.NaN, Number.POSITIVE_INFINITY, true, null, ['2024-06-01'], { at: 1 }])(
  'refuses %j, which is neither a number nor a text',
  (value) => {
    expect(toUnixSeconds(value, 'UTC')).toBeUndefined();
  },
);

it('reads dates as mail and HTTP write them, with their zone', () => {
  for (const written of [
    'Mon, 15 Jun 2026 09:30:00 GMT',
    'mon, 15 jun 2026 09:30:00 +0000',
    '15 Jun 2026 09:30 UT',
    '15 Jun 2026 11:30:00 +0200 (CEST)',
    'Mon, 15 Jun 2026 04:30:00 -0500',
    'Mon, 15 Jun 2026 04:30:00 EST',
    'Mon, 15 Jun 2026 05:30:00 EDT',
    'Mon, 15 Jun 2026 02:30:00 PDT',
  ])
    expect(toUnixSeconds(written, 'Asia/Tokyo'), written).toBe(utc('2026-06-15T09:30:00Z'));
});

it('takes no instant outside of 1900 to 2200, and says why', () => {
  const why = (value: string | number) => {
    const read = readInstant(value, 'America/New_York');
    return 'refused' in read ? read.refused : read.seconds;
  };
  // New York kept its own time then, 4:56:02 behind until 1883 and five hours since.
  expect(why('1900-01-01')).toBe(utc('1900-01-01T05:00:00Z'));
  expect(why('2200-12-31T23:59:59Z')).toBe(utc('2200-12-31T23:59:59Z'));
  expect(why(-2_208_988_800)).toBe(utc('1900-01-01T00:00:00Z'));
  expect(why(utc('2200-12-31T23:59:59Z') * 1000)).toBe(utc('2200-12-31T23:59:59Z'));
  for (const value of [
    '1899-12-31',
    '2201-01-01',
    '0001-01-01T00:00:00Z',
    '0096-02-29',
    '9999-12-31 23:59:59',
  ])
    expect(why(value), value).toMatch(/^the year \d+ is not between 1900 and 2200/);
  expect(why(1e11)).toMatch(/^as Unix time it is not between 1900 and 2200$/);
  expect(why(-2_208_988_801)).toMatch(/not between/);
  expect(why(utc('2201-01-01T00:00:00Z'))).toMatch(/not between/);
  expect(why('1575052200123456')).toMatch(/; in microseconds it is 2019-11-29$/);
  expect(why('1575052200123456789')).toMatch(/; in nanoseconds it is 2019-11-29$/);
  for (const end of [
    253_402_300_799,
    253_402_214_400,
    '253402300799',
    utc('9999-12-31T00:00:00Z') - 14 * 3600,
  ])
    expect(why(end), String(end)).toBe(
      'in seconds it is 9999-12-31, which programs write where there is no end',
    );
  expect(why(utc('1978-01-12T00:00:00Z') * 1000)).toBe(utc('1978-01-12T00:00:00Z'));
  expect(why(20_260_615_093_000)).toMatch(/; its digits are those of a date, YYYYMMDDHHmmss$/);
});

it.each([
  [46_187, 'is 2026-06-14 as the day of a spreadsheet'],
  ['46187.396', 'is 2026-06-14 as the day of a spreadsheet'],
  [1, 'is 1899-12-31 as the day of a spreadsheet'],
  ['20260615', 'is a day with digits only'],
  [2026, 'is a year'],
  [0, 'is soon after 1970'],
  ['99999999', 'is soon after 1970'],
  ['202606150930', 'is a date with digits only'],
])('doubts %j as Unix time', (value, why) => {
  expect(instantDoubt(value)).toBe(why);
});

it.each([1e8, '1781515800', '1781515800000', '202613150930', '2026-06-15', 'soon', true])(
  'does not doubt %j',
  (value) => {
    expect(instantDoubt(value)).toBeUndefined();
  },
);

it.each([
  '2024-02-30',
  '2023-02-29',
  '2024-13-01',
  '2024-06-01T24:00:00Z',
  '2024-06-01T09:60:00Z',
  '2024-06-01T09:30:00+25:00',
  '2024-06-01T09:30:00+02:75',
  '2024-6-1',
  '15/01/2024',
  '2024-06-01 09:30:00 EST',
  '2024-06-01 09:30:00 +0200 UTC',
  '2024-06-01 09:30 +2',
  '2024-06-01 UTC',
  'Tue, 15 Jun 2026 09:30:00 GMT',
  '15 Jun 2026 09:30:00',
  '15 Jun 26 09:30:00 GMT',
  '15 Juni 2026 09:30:00 GMT',
  '31 Jun 2026 09:30:00 GMT',
  '15 Jun 2026 24:30:00 GMT',
  '15 Jun 2026 09:30:00 +0260',
  '15 Jun 2026 09:30:00 A',
  '2024-06-01T09:30:00Z and more',
  '',
])('refuses %j, which is no instant', (text) => {
  expect(toUnixSeconds(text, 'UTC')).toBeUndefined();
});
