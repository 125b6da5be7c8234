import { describe, expect, it } from 'vitest';
import { etaSeconds, progressBar, progressLine, rateOf } from '../../src/render/progress.ts';

const state = { phase: 'applying', done: 300, total: 1204, waitingMs: 0, elapsedMs: 10_000 } as const;
const look = { width: 100, color: false };

describe('progress', () => {
  it('is a bar with done, total, rate and time left', () => {
    expect(progressBar(state, look)).toBe(
      'Applying [#########-------------------------------] 300/1,204  30/s  ETA 31 s',
    );
  });

  it('tells of waiting for the rate limit, which the time left includes', () => {
    const waiting = { ...state, done: 1203, waitingMs: 8_000 };
    expect(progressBar(waiting, look)).toContain('ETA 8 s  waiting 8 s for the rate limit');
  });

  it('tells of waiting for the search index, of which no rate can be told', () => {
    const waiting = { ...state, inDoubt: 9 };
    expect(progressLine(waiting)).toBe(
      'applying: 300/1,204 done, waiting for search to show whether 9 are there already',
    );
    expect(progressBar({ ...state, inDoubt: 1 }, look)).toMatch(
      /waiting for search to show whether 1 is there already$/,
    );
  });

  it('never takes more than the width, so that a line does not wrap', () => {
    for (let width = 20; width < 140; width++) {
      expect(progressBar({ ...state, waitingMs: 61_000 }, { width, color: false }).length).toBeLessThan(
        width,
      );
    }
  });

  it('is a sentence in a log', () => {
    expect(progressLine(state)).toBe('applying: 300/1,204 done, 30/s, ETA 31 s');
    expect(progressLine({ phase: 'reading', done: 7, waitingMs: 0, elapsedMs: 0 })).toBe('reading: 7 done');
  });

  it('claims no rate before there is one', () => {
    expect(rateOf({ ...state, done: 0 })).toBeUndefined();
    expect(rateOf({ ...state, elapsedMs: 10 })).toBeUndefined();
    expect(etaSeconds({ ...state, done: 1204 })).toBeUndefined();
    expect(progressBar({ ...state, total: 0, done: 0 }, look)).toBe('Applying 0/0');
  });
});
