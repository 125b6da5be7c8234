import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/render/terminal/progress-pace.ts';

/** Requests that were answered so many seconds after the start. */
type Course = (seconds: number) => number;

/** What is told each 200 ms from the first second on, until all is done. */
function told(total: number, course: Course, mostPerSecond?: number) {
  const pace = new Pace(0);
  const seen: { readonly at: number; readonly left: number }[] = [];
  for (let ms = 200; ; ms += 200) {
    const done = Math.min(total, course(ms / 1000));
    const { leftMs } = pace.at(ms, { done, total, mostPerSecond, waitingMs: 0 });
    if (done >= total) return { seen, end: ms / 1000 };
    if (ms >= 1000) seen.push({ at: ms / 1000, left: (leftMs ?? Number.NaN) / 1000 });
  }
}

/** A window of 160 requests goes in its first second, then nothing for nine. */
const windows: Course = (seconds) =>
  Math.floor(seconds / 10) * 160 + Math.min(160, Math.floor((seconds % 10) * 160));
const slow: Course = (seconds) => Math.floor(seconds * 4);

describe('the time left', () => {
  it.each([
    ['that windows of the rate limit decide', 1280, windows, 16],
    ['that the answers decide', 300, slow, 16],
    ['of a short run', 24, slow, undefined],
    [
      'that begins one by one',
      600,
      (seconds) => (seconds < 3 ? Math.floor(seconds) : 3 + windows(seconds - 3)),
      16,
    ],
  ])(
    '%s is right within a window after two of them, and not far off before',
    (_what, total, course, most) => {
      const { seen, end } = told(total, course, most);
      expect(seen.length).toBeGreaterThan(20);
      for (const { at, left } of seen) {
        if (at > 20) expect(Math.abs(at + left - end)).toBeLessThan(10);
        else
          expect(left).toSatisfy((told: number) => told > (end - at) / 4 - 2 && told < (end - at) * 2 + 10);
      }
    },
  );

  it('goes down steadily, though requests come in bursts', () => {
    const { seen } = told(3200, windows, 16);
    const jumps = seen.slice(1).map(({ left }, index) => left - (seen[index]?.left ?? 0));
    // Never more than half a second up or a second down in 200 ms.
    expect(Math.max(...jumps)).toBeLessThan(0.5);
    expect(Math.min(...jumps)).toBeGreaterThan(-1);
  });

  it('notices within minutes that it goes slower', () => {
    const { seen, end } = told(1000, (seconds) => (seconds < 60 ? seconds * 10 : 600 + (seconds - 60) * 2));
    const late = seen.filter(({ at }) => at > 180);
    expect(late.length).toBeGreaterThan(10);
    for (const { at, left } of late) expect(Math.abs(at + left - end)).toBeLessThan(15);
  });

  it('is not claimed before anything was measured, nor without a total or once all is done', () => {
    expect(new Pace(0).at(100, { done: 5, total: 10, waitingMs: 0 })).toEqual({});
    expect(new Pace(0).at(5_000, { done: 0, total: 10, waitingMs: 0 })).toEqual({});
    expect(new Pace(0).at(5_000, { done: 5, waitingMs: 0 })).toEqual({ rate: 1 });
    expect(new Pace(0).at(5_000, { done: 10, total: 10, waitingMs: 0 })).toEqual({ rate: 2 });
  });

  it('includes the wait for the rate limit', () => {
    expect(new Pace(0).at(1_000, { done: 9, total: 10, waitingMs: 8_000 }).leftMs).toBe(8_000);
  });
});
