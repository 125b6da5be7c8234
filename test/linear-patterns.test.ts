import { describe, expect, it } from 'vitest';
import { nearest } from '../src/types/nearest.ts';
import { sourcesOf } from './docs/sources.ts';

/**
 * A pattern such as /_+$/ tries every character of a run as its beginning, and looks each time to the end of the run: the
 * square of its length. What stands before the run settles it: ^, or (?<!_), or another sign.
 */
const SIGN = String.raw`(?:\[(?:[^\]\\\n]|\\.)+\]|\\p\{\w+\}|\\[dswDSW/]|_)`;
const TRAILING_RUN = new RegExp(String.raw`(?:[(=,]\s*/|(?<!\\)\|)(${SIGN}[+*]\$)(?=/|\|)`, 'g');

describe('the end of a run', () => {
  const found = (text: string) => Array.from(text.matchAll(TRAILING_RUN), ([, run]) => run);

  it('is seen in its usual forms', () => {
    expect(found('.replace(/[:."]+$/, "")')).toEqual(['[:."]+$']);
    expect(found(String.raw`/^_+|_+$/g; (/\d+$/); x = /\p{L}*$/u`)).toEqual([
      '_+$',
      String.raw`\d+$`,
      String.raw`\p{L}*$`,
    ]);
    expect(found(String.raw`(/(?<!\d)\d+$/); (/^\d+$/)`)).toEqual([]);
  });

  it('is never looked for from each of its characters', () => {
    const files = sourcesOf('src');
    expect(files.length).toBeGreaterThan(200);
    expect(files.flatMap(found)).toEqual([]);
  });
});

describe('the nearest name', () => {
  it('is not looked for where the names are too long to be compared', () => {
    const long = 'a'.repeat(1000);
    expect(nearest(`${long}b`, [long])).toBeUndefined();
    expect(nearest('plan', [long, 'plam'])).toBe('plam');
  });
});
