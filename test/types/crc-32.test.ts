import { expect, it } from 'vitest';
import { crc32 } from '../../src/types/crc-32.ts';

it('is the checksum that ZIP and Node know, taken up piece by piece', () => {
  expect(crc32('123456789', 0)).toBe(0xcbf43926);
  expect(crc32('6789', crc32('12345', 0))).toBe(0xcbf43926);
  expect(crc32('', 0)).toBe(0);
});

it('is that of the UTF-8 of a text', () => {
  const text = '{"name":"Zoë 🚀"}';
  expect(crc32(text, 7)).toBe(crc32(new TextEncoder().encode(text), 7));
  expect(crc32(text, 0)).toBe(0xf143f4be);
});
