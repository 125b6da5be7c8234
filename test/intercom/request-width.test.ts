import { describe, expect, it } from 'vitest';
import { createLimiter } from '../../src/intercom/limiter.ts';
import { RequestWidth } from '../../src/intercom/request-width.ts';
import { FakeClock } from './fake-clock.ts';

const START = 1_794_441_600_000;
const WINDOW_MS = 10_000;
/** What most workspaces may send in a window (intercom 2.1). */
const LIMIT = 1667;

/** The width once so many answers took so long. */
function widthAfter(latencyMs: number, { count = 40, limit = LIMIT, busy = 0, maxInFlight = 64 } = {}) {
  const width = new RequestWidth({ share: 0.8, maxInFlight });
  for (let answer = 0; answer < count; answer++) width.answered({ limit, latencyMs, busy });
  return width.now;
}

describe('how many requests are in flight', () => {
  it('is a little more than the limit lets go while one is answered', () => {
    expect(widthAfter(100)).toBe(Math.ceil(133.36 * 0.1 * 1.25));
    expect(widthAfter(300)).toBe(Math.ceil(133.36 * 0.3 * 1.25));
  });

  it('is at least eight, and never more than allowed', () => {
    expect(widthAfter(1)).toBe(8);
    expect(widthAfter(0, { limit: 1 })).toBe(8);
    expect(widthAfter(20_000)).toBe(64);
    expect(widthAfter(300, { maxInFlight: 2 })).toBe(2);
  });

  it('follows the latency both ways, and one slow answer only a little', () => {
    const width = new RequestWidth({ share: 0.8, maxInFlight: 64 });
    const answer = (latencyMs: number, count: number) => {
      for (let at = 0; at < count; at++) width.answered({ limit: LIMIT, latencyMs, busy: 0 });
      return width.now;
    };
    expect(answer(300, 40)).toBe(51);
    expect(answer(600, 1)).toBeLessThan(60);
    expect(answer(60, 60)).toBeLessThan(12);
    expect(answer(300, 40)).toBeGreaterThan(48);
  });

  it('is not raised while answers wait for this process', () => {
    const width = new RequestWidth({ share: 1, maxInFlight: 64 });
    width.answered({ limit: 20_000, latencyMs: 30, busy: 1 });
    for (let at = 0; at < 50; at++) width.answered({ limit: 20_000, latencyMs: 40, busy: 0.95 });
    expect(width.now).toBe(8);
    width.answered({ limit: 20_000, latencyMs: 40, busy: 0.5 });
    expect(width.now).toBe(64);
  });

  it('is what is allowed where no answer tells a limit', () => {
    const width = new RequestWidth({ share: 0.8, maxInFlight: 64 });
    for (let at = 0; at < 20; at++) width.answered({ limit: undefined, latencyMs: 60, busy: 0 });
    expect(width.now).toBe(64);
  });
});

/** Sends so many requests through a limiter, each answered after a while; how long that took, and how many were in flight. */
async function run(requests: number, latencyMs: number) {
  const clock = new FakeClock(START);
  const limiter = createLimiter({ share: 0.8, maxInFlight: 64, now: clock.now, sleep: clock.sleep });
  const counted = new Map<number, number>();
  let inFlight = 0;
  let most = 0;
  const request = async () => {
    const ticket = await limiter.enter();
    inFlight += 1;
    most = Math.max(most, inFlight);
    const window = Math.floor(clock.now() / WINDOW_MS);
    const before = counted.get(window) ?? 0;
    counted.set(window, before + 1);
    await clock.sleep(latencyMs);
    inFlight -= 1;
    const rate = { limit: LIMIT, remaining: LIMIT - before, resetMs: (window + 1) * WINDOW_MS + 2000 };
    ticket?.answered({ status: 200, rate, dateMs: Math.floor(clock.now() / 1000) * 1000 });
  };
  await clock.until(Promise.all(Array.from({ length: requests }, request)));
  return { most, tookMs: clock.now() - START };
}

describe('the limiter', () => {
  it.each([5, 60, 300])('uses the whole limit at answers of %i ms, with few in flight', async (latencyMs) => {
    const own = Math.floor(0.8 * LIMIT);
    const { most, tookMs } = await run(own * 3, latencyMs);
    // The third window begins after two; all of it is sent at the rate that the latency allows.
    expect(tookMs).toBeLessThanOrEqual(3 * WINDOW_MS * 1.1);
    expect(most).toBeLessThanOrEqual(Math.max(8, Math.ceil(((own / 10) * latencyMs * 1.25) / 1000) + 1));
  });
});
