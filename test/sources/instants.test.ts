import { expect, it } from 'vitest';
import { toUnixSeconds } from '../../src/kinds/instant.ts';

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
  ])
    expect(toUnixSeconds(written, 'America/New_York')).toBe(utc('2024-06-01T07:30:00Z'));
  expect(toUnixSeconds('2024-06-01T09:30:00', 'America/New_York')).toBe(utc('2024-06-01T13:30:00Z'));
});

it('takes numbers for Unix seconds, and for milliseconds above 1e11', () => {
  expect(toUnixSeconds('1717227000', 'UTC')).toBe(1_717_227_000);
  expect(toUnixSeconds(1_717_227_000_500, 'UTC')).toBe(1_717_227_000);
  expect(toUnixSeconds(1e11, 'UTC')).toBe(1e11);
  expect(toUnixSeconds('-86400', 'UTC')).toBe(-86_400);
});

it('keeps the years below 100 apart from those of this age', () => {
  expect(toUnixSeconds('0001-01-01T00:00:00Z', 'UTC')).toBe(utc('0001-01-01T00:00:00Z'));
  expect(toUnixSeconds('0096-02-29', 'UTC')).toBe(utc('0096-02-29T00:00:00Z'));
});

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
  '2024-06-01T09:30:00Z and more',
  '',
])('refuses %j, which is no instant', (text) => {
  expect(toUnixSeconds(text, 'UTC')).toBeUndefined();
});
