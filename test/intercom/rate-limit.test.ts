import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter, type Turns } from '../../src/intercom/limiter.ts';
import { readRateHeaders } from '../../src/intercom/rate-headers.ts';
import { FakeClock } from './fake-clock.ts';

const WINDOW_MS = 10_000;

/** The server of intercom 2.2 and 11.1: counts arrivals in windows of its own clock. */
interface World {
  readonly limit: number;
  readonly share: number;
  readonly requests: number;
  /** Server clock minus local clock. */
  readonly offsetMs: number;
  readonly startMs: number;
  readonly latencyMs: () => number;
  readonly withDate: boolean;
  readonly maxInFlight: number;
  /** What an earlier run used of the window that this one starts in. */
  readonly usedBefore?: number;
  /** Requests that others make per second, evenly. */
  readonly othersPerS?: number;
  readonly spelling?: string;
}

interface Seen {
  readonly refused: number;
  readonly perWindow: ReadonlyMap<number, number>;
  readonly tookMs: number;
  readonly mostInFlight: number;
  readonly othersRefused: number;
}

async function simulate(world: World): Promise<Seen> {
  const clock = new FakeClock(world.startMs);
  const serverNow = () => clock.now() + world.offsetMs;
  const counted = new Map<number, number>();
  const perWindow = new Map<number, number>();
  counted.set(Math.floor(serverNow() / WINDOW_MS), world.usedBefore ?? 0);
  let refused = 0;
  let othersRefused = 0;
  let inFlight = 0;
  let mostInFlight = 0;
  let over = false;
  const count = (): { window: number; before: number; allowed: boolean } => {
    const window = Math.floor(serverNow() / WINDOW_MS);
    const before = counted.get(window) ?? 0;
    const allowed = before < world.limit;
    if (allowed) counted.set(window, before + 1);
    return { window, before, allowed };
  };
  const limiter = createLimiter({ ...world, now: clock.now, sleep: clock.sleep });
  const prefix = world.spelling ?? 'X-RateLimit';

  async function request(): Promise<void> {
    for (;;) {
      const ticket = await limiter.enter();
      if (ticket === undefined) throw new Error('nobody stopped it');
      inFlight += 1;
      mostInFlight = Math.max(mostInFlight, inFlight);
      await clock.sleep(world.latencyMs());
      const { window, before, allowed } = count();
      const dateMs = Math.floor(serverNow() / 1000) * 1000;
      const headers = new Headers({
        [`${prefix}-Limit`]: String(world.limit),
        [`${prefix}-Remaining`]: String(Math.max(0, world.limit - before)),
        [`${prefix}-Reset`]: String(window * 10 + 12),
      });
      await clock.sleep(world.latencyMs());
      inFlight -= 1;
      const rate = readRateHeaders(headers);
      ticket.answered({ status: allowed ? 200 : 429, rate, dateMs: world.withDate ? dateMs : undefined });
      if (allowed) {
        perWindow.set(window, (perWindow.get(window) ?? 0) + 1);
        return;
      }
      refused += 1;
      limiter.pause(Math.max(1, (rate?.resetMs ?? 0) - limiter.serverNow()));
    }
  }

  async function others(): Promise<void> {
    if (world.othersPerS === undefined) return;
    while (!over) {
      await clock.sleep(1000 / world.othersPerS);
      if (!count().allowed) othersRefused += 1;
    }
  }

  const rest = others();
  const all = Promise.all(Array.from({ length: world.requests }, request)).then(() => {
    over = true;
  });
  await clock.until(all);
  const tookMs = clock.now() - world.startMs;
  await clock.until(rest);
  return { refused, perWindow, tookMs, mostInFlight, othersRefused };
}

const START = 1_794_441_600_000;

/** A small seeded generator, so that latencies differ and a failing world can be run again. */
function latencies(seed: number, leastMs: number, mostMs: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return leastMs + (state / 2 ** 32) * (mostMs - leastMs);
  };
}

describe('the limiter against a server that counts windows', () => {
  it('is never refused when alone with the whole limit, whatever clocks and latencies', async () => {
    let windows = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          limit: fc.integer({ min: 1, max: 170 }),
          requests: fc.integer({ min: 1, max: 400 }),
          offsetMs: fc.integer({ min: -120_000, max: 120_000 }),
          startMs: fc.integer({ min: START, max: START + WINDOW_MS }),
          seed: fc.integer(),
          leastMs: fc.integer({ min: 0, max: 100 }),
          spreadMs: fc.integer({ min: 0, max: 900 }),
          withDate: fc.boolean(),
          maxInFlight: fc.integer({ min: 1, max: 80 }),
          share: fc.constantFrom(1, 0.8, 0.1),
          usedPart: fc.constantFrom(0, 0, 0.3, 0.9),
        }),
        async (given) => {
          const latencyMs = latencies(given.seed, given.leastMs, given.leastMs + given.spreadMs);
          const requests = Math.min(given.requests, given.limit * 6);
          const usedBefore = Math.floor(given.limit * given.usedPart);
          const seen = await simulate({ ...given, requests, latencyMs, usedBefore });
          expect(seen.refused).toBe(0);
          expect(seen.mostInFlight).toBeLessThanOrEqual(given.maxInFlight);
          const own = Math.max(1, Math.floor(given.share * given.limit));
          for (const count of seen.perWindow.values()) expect(count).toBeLessThanOrEqual(own);
          windows += seen.perWindow.size;
        },
      ),
      { numRuns: 150 },
    );
    expect(windows).toBeGreaterThan(300);
  });

  it('takes at most 1.1 times what the whole limit makes of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer(),
        fc.integer({ min: -90_000, max: 90_000 }),
        fc.integer({ min: 0, max: 9999 }),
        async (seed, offsetMs, into) => {
          const limit = 83;
          const requests = limit * 6;
          const latencyMs = latencies(seed, 50, 180);
          const world = { limit, share: 1, requests, offsetMs, startMs: START + into, latencyMs };
          const seen = await simulate({ ...world, withDate: true, maxInFlight: 64 });
          // The best: what is left of the first window, four whole ones, and the rest as fast as it goes.
          const firstWindowMs =
            WINDOW_MS - ((((START + into + offsetMs) % WINDOW_MS) + WINDOW_MS) % WINDOW_MS);
          expect(seen.refused).toBe(0);
          expect(seen.tookMs).toBeLessThanOrEqual((firstWindowMs + 5 * WINDOW_MS) * 1.1);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('uses a new window within a moment of its renewal, not at Reset two seconds later', async () => {
    const world = {
      limit: 20,
      share: 1,
      requests: 100,
      offsetMs: 37_123,
      startMs: START,
      latencyMs: () => 20,
    };
    const seen = await simulate({ ...world, withDate: true, maxInFlight: 64 });
    // Windows end at 2.877 s, 12.877 s, … of the local clock; the last twenty go in the one that starts at 32.877 s.
    expect(seen.tookMs).toBeLessThan(32_877 + 1000);
    expect(seen.refused).toBe(0);
  });

  it('reads headers in lower case as well', async () => {
    const world = { limit: 10, share: 1, requests: 30, offsetMs: 0, startMs: START, latencyMs: () => 20 };
    const seen = await simulate({ ...world, withDate: true, maxInFlight: 64, spelling: 'x-ratelimit' });
    expect(seen.refused).toBe(0);
    expect([...seen.perWindow.values()]).toEqual([10, 10, 10]);
  });

  it('leaves the rest of the limit to others: with a share of 0.8 neither is refused', async () => {
    const world = {
      limit: 100,
      share: 0.8,
      requests: 600,
      offsetMs: 512,
      startMs: START,
      latencyMs: () => 60,
    };
    const seen = await simulate({ ...world, withDate: true, maxInFlight: 64, othersPerS: 1.8 });
    expect(seen.refused).toBe(0);
    expect(seen.othersRefused).toBe(0);
  });

  it('gets all done when others use up nearly everything, and is refused seldom', async () => {
    const world = {
      limit: 50,
      share: 1,
      requests: 120,
      offsetMs: -3000,
      startMs: START,
      latencyMs: () => 80,
    };
    const seen = await simulate({ ...world, withDate: true, maxInFlight: 32, othersPerS: 4.9 });
    expect([...seen.perWindow.values()].reduce((sum, count) => sum + count, 0)).toBe(120);
    expect(seen.refused).toBeLessThanOrEqual(5);
  });
});

describe('the limiter without headers', () => {
  it('holds only the bound on requests in flight, which it reaches step by step', async () => {
    const clock = new FakeClock(START);
    const limiter = createLimiter({ share: 0.8, maxInFlight: 8, now: clock.now, sleep: clock.sleep });
    let inFlight = 0;
    const most: number[] = [];
    const request = async () => {
      const ticket = await limiter.enter();
      inFlight += 1;
      most.push(inFlight);
      await clock.sleep(100);
      inFlight -= 1;
      ticket?.answered({ status: 200, rate: undefined, dateMs: undefined });
    };
    await clock.until(Promise.all(Array.from({ length: 200 }, request)));
    expect(most[0]).toBe(1);
    expect(Math.max(...most)).toBe(8);
    expect(clock.now() - START).toBeLessThan(3000);
    expect(limiter.rate()).toEqual({ limit: null, remaining: null, resetMs: null, clockOffsetMs: null });
  });
});

describe('waiting', () => {
  it('tells whom it holds back for how long, and when it lets go', async () => {
    const clock = new FakeClock(START);
    const waits: number[] = [];
    const plans: number[] = [];
    const limiter = createLimiter({ share: 1, maxInFlight: 4, now: clock.now, sleep: clock.sleep });
    // The requests of two clients, as of a plan and of the apply behind it.
    const first = await limiter.enter(undefined, (ms) => plans.push(ms));
    const rate = { limit: 1, remaining: 1, resetMs: START + 12_000 };
    first?.answered({ status: 200, rate, dateMs: START });
    const second = limiter.enter(undefined, (ms) => waits.push(ms));
    await clock.until(second);
    expect(plans).toEqual([]);
    expect(waits[0]).toBe(10_000);
    expect(waits.at(-1)).toBe(0);
    expect(clock.sleepers).toBe(0);
  });

  it('lets nobody in any more once the run is stopped, and leaves no timer behind', async () => {
    const clock = new FakeClock(START);
    const stop = new AbortController();
    const limiter = createLimiter({
      share: 1,
      maxInFlight: 1,
      now: clock.now,
      sleep: clock.sleep,
      signal: stop.signal,
    });
    const running = await limiter.enter();
    running?.answered({
      status: 200,
      rate: { limit: 1, remaining: 1, resetMs: START + 12_000 },
      dateMs: START,
    });
    const queued = limiter.enter();
    expect(clock.sleepers).toBe(1);
    stop.abort();
    expect(await queued).toBeUndefined();
    expect(await limiter.enter()).toBeUndefined();
    expect(clock.sleepers).toBe(0);
  });
});

describe('turns that are kept', () => {
  /** Pairs of a read and the write that follows it, against a server that counts; how long each pair takes. */
  async function pairs(limit: number, count: number, lanes: number) {
    const clock = new FakeClock(START + 3000);
    const counted = new Map<number, number>();
    let refused = 0;
    const limiter = createLimiter({ share: 1, maxInFlight: 64, now: clock.now, sleep: clock.sleep });
    const request = async (turns: Turns | undefined) => {
      const ticket = await limiter.enter(turns);
      await clock.sleep(100);
      const window = Math.floor(clock.now() / WINDOW_MS);
      const before = counted.get(window) ?? 0;
      counted.set(window, before + 1);
      if (before >= limit) refused += 1;
      const at = clock.now();
      await clock.sleep(100);
      const rate = { limit, remaining: Math.max(0, limit - before), resetMs: window * WINDOW_MS + 12_000 };
      ticket?.answered({ status: before >= limit ? 429 : 200, rate, dateMs: undefined });
      return at;
    };
    const between: number[] = [];
    let left = count;
    const lane = async () => {
      while (left > 0) {
        const number = left--;
        const turns = await limiter.hold({ least: 2, most: 2 });
        const readAt = await request(turns);
        // Every third turns out to need no write, and one in seven a request more than it kept.
        if (number % 3 !== 0) between.push((await request(turns)) - readAt);
        if (number % 7 === 0) await request(turns);
        turns?.release();
      }
    };
    await clock.until(Promise.all(Array.from({ length: lanes }, lane)));
    return { between, refused, perWindow: [...counted.values()], tookMs: clock.now() - START };
  }

  for (const limit of [1, 2, 3, 20, 83, 167]) {
    it(`are of the window of the read, at ${limit} requests in ten seconds`, async () => {
      const seen = await pairs(limit, limit * 3 + 2, 50);
      expect(seen.refused).toBe(0);
      // With one request a window there is no second one to keep, and with two or three a third can be in the way.
      if (limit > 3) expect(seen.between.filter((ms) => ms > 200).length).toBeLessThanOrEqual(limit / 7);
      expect(seen.between.length).toBeGreaterThan(0);
    });
  }

  it('use up every window but for one turn at most', async () => {
    const { perWindow } = await pairs(83, 400, 50);
    expect(perWindow.slice(1, -1).length).toBeGreaterThan(3);
    for (const used of perWindow.slice(1, -1)) expect(used).toBeGreaterThanOrEqual(82);
  });

  it('are as many as are free, up to what was asked for, and go back when they are not used', async () => {
    const clock = new FakeClock(START);
    const limiter = createLimiter({ share: 1, maxInFlight: 8, now: clock.now, sleep: clock.sleep });
    const first = await limiter.enter();
    first?.answered({
      status: 200,
      rate: { limit: 10, remaining: 10, resetMs: START + 12_000 },
      dateMs: START,
    });
    const six = await limiter.hold({ least: 2, most: 6 });
    const three = await limiter.hold({ least: 2, most: 151 });
    expect([six?.count, three?.count]).toEqual([6, 3]);
    let late: Turns | undefined;
    void limiter.hold({ least: 4, most: 4 }).then((turns) => {
      late = turns;
    });
    // Who sends without kept turns is not held up by them.
    expect(await limiter.enter()).toBeDefined();
    expect(late).toBeUndefined();
    six?.release();
    six?.release();
    await Promise.resolve();
    expect(late?.count).toBe(4);
  });

  it('are kept for nobody once they are used', async () => {
    const clock = new FakeClock(START);
    const limiter = createLimiter({ share: 1, maxInFlight: 100, now: clock.now, sleep: clock.sleep });
    const rate = { limit: 10, remaining: 10, resetMs: START + 12_000 };
    (await limiter.enter())?.answered({ status: 200, rate, dateMs: START });
    const six = await limiter.hold({ least: 6, most: 6 });
    for (let used = 0; used < 6; used++) expect(await limiter.enter(six)).toBeDefined();
    let rest: Turns | undefined;
    void limiter.hold({ least: 3, most: 3 }).then((turns) => {
      rest = turns;
    });
    await Promise.resolve();
    expect(rest?.count).toBe(3);
  });

  it('are not given to anybody once the run is stopped', async () => {
    const clock = new FakeClock(START);
    const stop = new AbortController();
    const { signal } = stop;
    const limiter = createLimiter({ share: 1, maxInFlight: 1, now: clock.now, sleep: clock.sleep, signal });
    await limiter.enter();
    const waiting = limiter.hold({ least: 2, most: 2 });
    stop.abort();
    expect(await waiting).toBeUndefined();
    expect(await limiter.hold({ least: 1, most: 1 })).toBeUndefined();
  });
});
