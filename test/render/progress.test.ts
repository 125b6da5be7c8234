import { describe, expect, it } from 'vitest';
import { type ProgressState, progressBar, progressLine } from '../../src/render/terminal/progress.ts';

const state: ProgressState = {
  phase: 'applying',
  unit: 'requests',
  done: 300,
  total: 1204,
  changes: { done: 120, total: 604 },
  waitingMs: 0,
  rate: 30,
  leftMs: 30_200,
};
const wide = { width: 140, color: false };

describe('progress', () => {
  it('is a bar of requests, with changes, rate and time left', () => {
    expect(progressBar(state, wide)).toBe(
      'Applying [######----------------------] 300/1,204 requests  120/604 changes  30/s  ETA 31 s',
    );
  });

  it('keeps its bar on 80 columns: rate, changes and words are left out first', () => {
    const narrow = { width: 80, color: false };
    expect(progressBar(state, narrow)).toBe(
      'Applying [###-------------] 300/1,204 requests  120/604 changes  30/s  ETA 31 s',
    );
    expect(progressBar({ ...state, waitingMs: 9_000 }, narrow)).toBe(
      'Applying [###-------------] 300/1,204  ETA 31 s  waiting 9 s (rate limit)',
    );
  });

  it('tells of waiting for the rate limit', () => {
    const waiting = { ...state, waitingMs: 8_000 };
    expect(progressBar(waiting, wide)).toMatch(/ETA 31 s {2}waiting 8 s for the rate limit$/);
    expect(progressLine(waiting)).toMatch(/, ETA 31 s, waiting 8 s for the rate limit$/);
  });

  it('tells of waiting for the search index and for how long, of which no rate can be told', () => {
    const waiting = { ...state, inDoubt: { changes: 9, sinceMs: 34_200 } };
    expect(progressLine(waiting)).toBe(
      'applying: 300/1,204 requests, 120/604 changes, waiting for search to show whether 9 are there already, for 35 s',
    );
    expect(progressBar({ ...state, inDoubt: { changes: 1, sinceMs: 0 } }, wide)).toMatch(
      /waiting for search to show whether 1 is there already$/,
    );
    for (const width of [80, 60, 45])
      expect(progressBar(waiting, { width, color: false })).toMatch(/waiting for search.*, for 35 s$/);
  });

  it('tells of waiting for what Intercom made, in place of a rate and a time left that nobody knows', () => {
    const waiting = { ...state, unseenMs: 12_300 };
    const words = 'waiting for Intercom to show what it did, for 13 s';
    expect(progressLine(waiting)).toBe(`applying: 300/1,204 requests, 120/604 changes, ${words}`);
    expect(progressBar(waiting, wide)).toMatch(new RegExp(`120/604 changes {2}${words}$`));
    for (const width of [80, 60, 45])
      expect(progressBar(waiting, { width, color: false })).toMatch(/waiting for Intercom.*, for 13 s$/);
    expect(progressLine({ ...waiting, waitingMs: 8_000 })).toMatch(/waiting 8 s for the rate limit$/);
  });

  it('is as long as before whatever stands behind it, so that it never jumps', () => {
    const bars = [
      state,
      { ...state, waitingMs: 9_000 },
      { ...state, inDoubt: { changes: 3, sinceMs: 0 } },
      { ...state, unseenMs: 9_000 },
    ].map((one) => /\[(.*)\]/.exec(progressBar(one, { width: 100, color: false }))?.[1]);
    expect(new Set(bars)).toEqual(new Set([`####${'-'.repeat(16)}`]));
  });

  it('never takes more than the width, so that a line does not wrap', () => {
    const states = [
      { ...state, waitingMs: 61_000 },
      { ...state, inDoubt: { changes: 12_000, sinceMs: 3_000 } },
      { ...state, unseenMs: 61_000 },
      { ...state, total: undefined },
    ];
    for (const one of states)
      for (let width = 20; width < 160; width++)
        expect(progressBar(one, { width, color: false }).length).toBeLessThan(width);
  });

  it('is a sentence in a log', () => {
    expect(progressLine(state)).toBe('applying: 300/1,204 requests, 120/604 changes, 30/s, ETA 31 s');
    expect(progressLine({ phase: 'reading', unit: 'contacts', done: 7, waitingMs: 0 })).toBe(
      'reading: 7 contacts',
    );
  });

  it('tells how many rows are checked by now', () => {
    const checking = { phase: 'checking', unit: 'rows', done: 340_000, waitingMs: 0, rate: 52_000 } as const;
    expect(progressBar(checking, wide)).toBe('Checking 340,000 rows  52,000/s');
    expect(progressLine(checking)).toBe('checking: 340,000 rows, 52,000/s');
  });

  it.each([
    [{ done: 1 }, '1 request'],
    [{ done: 0 }, '0 requests'],
    [{ done: 1, total: 20 }, '1/20 requests'],
    [{ done: 0, total: 1 }, '0/1 request'],
    [{ done: 1, changes: { done: 0, total: 1 } }, '1 request, 0/1 change'],
    [{ done: 1, unit: 'contacts' }, '1 contact'],
    [{ done: 1, unit: 'rows' }, '1 row'],
  ] as const)('counts %j as "%s"', (counts, shown) => {
    const one = { phase: 'reading', unit: 'requests', waitingMs: 0, ...counts } as const;
    expect(progressLine(one)).toBe(`reading: ${shown}`);
  });

  it('never says that more is done than there is', () => {
    const past = { ...state, done: 700, total: 670, changes: { done: 9, total: 8 }, leftMs: undefined };
    expect(progressLine(past)).toBe('applying: 700/700 requests, 9/9 changes, 30/s');
    expect(progressBar(past, wide)).toBe(`Applying [${'#'.repeat(28)}] 700/700 requests  9/9 changes  30/s`);
  });

  it('claims no rate before there is one', () => {
    const unknown = { ...state, done: 0, total: 0, changes: undefined, rate: undefined, leftMs: undefined };
    expect(progressBar(unknown, wide)).toBe('Applying 0/0 requests');
  });
});
