import { describe, expect, it } from 'vitest';
import { RateWindow } from '../../src/intercom/rate-window.ts';
import { START } from './client-under-test.ts';

const LIMIT = 10;
/** Two seconds after the window that begins at START is renewed (intercom 2.2). */
const resetMs = START + 12_000;

/** A window of ten, of which the first request was answered. */
function opened(share = 1): RateWindow {
  const window = new RateWindow({ share, maxInFlight: 100 });
  window.started();
  answer(window, { remaining: LIMIT });
  return window;
}

function answer(window: RateWindow, facts: { readonly remaining?: number; readonly status?: number }): void {
  const { remaining, status = 200 } = facts;
  const rate = remaining === undefined ? undefined : { limit: LIMIT, remaining, resetMs };
  window.answered({ sentAt: START + 1, receivedAt: START + 2, status, rate, dateMs: START });
}

/** How many more may start before the next renewal, or before an answer comes. */
function left(window: RateWindow, now = START + 10): number {
  let count = 0;
  while (window.next(now).state === 'go') {
    window.started();
    count += 1;
  }
  return count;
}

describe('a request whose answer was lost', () => {
  it('may have been counted, and so it is', () => {
    expect(left(opened())).toBe(9);
    for (const lost of [1, 2, 5]) {
      const window = opened();
      for (let index = 0; index < lost; index++) window.started();
      for (let index = 0; index < lost; index++) window.lost();
      expect(left(window), `${lost} lost`).toBe(9 - lost);
    }
  });

  it('is counted in our share too', () => {
    expect(left(opened(0.5))).toBe(4);
    const window = opened(0.5);
    window.started();
    window.lost();
    expect(left(window)).toBe(3);
  });

  it('leaves no room where all are lost, until the window is renewed', () => {
    const window = opened();
    for (let index = 0; index < 9; index++) window.started();
    for (let index = 0; index < 9; index++) window.lost();
    expect(window.next(START + 10)).toMatchObject({ state: 'wait' });
    expect(window.free(0)).toBe(0);
    expect(left(window, START + 12_500), 'of the window after it').toBe(LIMIT);
  });

  it('is not under way any more', () => {
    const window = new RateWindow({ share: 1, maxInFlight: 1 });
    window.started();
    expect(window.next(START)).toEqual({ state: 'busy' });
    window.lost();
    expect(window.next(START)).toEqual({ state: 'go' });
  });
});

describe('the time of the server', () => {
  it('is within the second that Date names: its middle is the best guess', () => {
    const window = new RateWindow({ share: 1, maxInFlight: 1 });
    window.started();
    answer(window, {});
    // From START to START + 1000, between START + 1 and START + 2 here.
    expect(window.clock.offset()).toBe((-2 + 999) / 2);
    expect(window.clock.reached(START + 2)).toBe(START);
  });
});

describe('an answer without headers', () => {
  it('is of a request that may have been counted', () => {
    const window = opened();
    window.started();
    answer(window, {});
    expect(left(window)).toBe(8);
  });

  it('is of one that was not where it is a refusal for the limit', () => {
    const window = opened();
    window.started();
    answer(window, { status: 429 });
    expect(window.free(0)).toBe(9);
  });
});

describe('a refusal for the limit', () => {
  it('shows what is left and was not counted itself', () => {
    const window = opened();
    window.started();
    answer(window, { status: 429, remaining: 5 });
    expect(window.free(0)).toBe(4);
  });

  it('lets half as many go at once, once for those that were refused together, and more again one by one', () => {
    const window = new RateWindow({ share: 1, maxInFlight: 8 });
    window.started();
    answer(window, { remaining: LIMIT });
    for (let index = 0; index < 3; index++) window.started();
    window.pause(START + 10, 1000);
    window.pause(START + 20, 1000);
    window.pause(START + 30, 500);
    for (let index = 0; index < 3; index++) window.lost();
    expect(window.next(START + 1000)).toEqual({ state: 'wait', ms: 20 });
    const after = START + 12_500;
    expect(left(window, after)).toBe(4);
    answer(window, {});
    expect(left(window, after)).toBe(2);
  });
});
