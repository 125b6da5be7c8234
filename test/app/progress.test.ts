import { describe, expect, it } from 'vitest';
import { ApplyProgress } from '../../src/app/apply-progress.ts';
import { ME } from '../../src/app/me.ts';
import type { Progress } from '../../src/app/options.ts';
import { requestProgress } from '../../src/app/reading-progress.ts';
import { createEmulator } from '../../src/emulator/index.ts';
import { createReader } from '../../src/intercom/index.ts';
import { kindReader } from '../../src/kinds/kind-reader.ts';

describe('what reading tells', () => {
  it('is how many requests of how many, as soon as the lookups are known', async () => {
    const emulator = createEmulator({ rateLimit: 0 });
    const told: Progress[] = [];
    const reader = kindReader(
      createReader({
        baseUrl: 'https://api.intercom.io',
        token: 'tok',
        version: '2.16',
        fetch: emulator.fetch,
        now: () => 0,
        sleep: async () => undefined,
        random: () => 0,
        maxInFlight: 2,
        ...requestProgress({ progress: (progress) => told.push(progress) }),
      }),
    );
    await reader.get(ME);
    expect(told.at(-1)).toEqual({ phase: 'reading', unit: 'requests', done: 1, waitingMs: 0 });
    const keys = Array.from({ length: 20 * 150 }, (_, i) => ({
      field: 'email' as const,
      value: `p${i}@acme.test`,
    }));
    await reader.contacts(keys);
    // The first is of the workspace.
    const totals = told.slice(2).map(({ total }) => total);
    expect(new Set(totals)).toEqual(new Set([21]));
    expect(told.at(-1)).toMatchObject({ done: 21, total: 21 });
  });

  it('keeps the wait for the rate limit while answers come in, and counts what is sent again', () => {
    const told: Progress[] = [];
    const { onQueued, onRequest, onWait } = requestProgress({ progress: (one) => told.push(one) });
    const event = { method: 'GET', path: '/me', writes: false, status: 200, durationMs: 1 };
    onQueued?.(12);
    onWait?.(9_000);
    onRequest?.({ ...event, attempt: 1 });
    expect(told.at(-1)).toMatchObject({ done: 1, total: 12, waitingMs: 9_000 });
    onRequest?.({ ...event, attempt: 2 });
    onWait?.(0);
    expect(told.at(-1)).toMatchObject({ done: 2, total: 13, waitingMs: 0 });
  });
});

describe('what an apply tells', () => {
  let now = 0;
  const begun = (told: Progress[], requests = 3) =>
    new ApplyProgress({ changes: 2, requests, rate: 16 }, { tell: (one) => told.push(one), now: () => now });
  const read = { writes: false };
  const write = { writes: true };

  it('is at once where it stands, then each request, whether or not a change is over', () => {
    const told: Progress[] = [];
    const progress = begun(told);
    progress.request(read);
    progress.request(write);
    progress.change();
    expect(
      told.map(({ done, total, changes }) => `${done}/${total} ${changes?.done}/${changes?.total}`),
    ).toEqual(['0/3 0/2', '1/3 0/2', '2/3 0/2', '2/3 1/2']);
    expect(told.at(-1)).toMatchObject({ mostPerSecond: 16 });
  });

  it('never says that more was sent than there is', () => {
    const told: Progress[] = [];
    const progress = begun(told, 1);
    progress.request(write);
    progress.request(write);
    expect(told.at(-1)).toMatchObject({ done: 2, total: 2 });
  });

  it('waits for search until a write is sent, whatever is read and found meanwhile', () => {
    const told: Progress[] = [];
    const progress = begun(told);
    progress.doubt(2);
    progress.request(read);
    progress.change();
    expect(told.at(-1)).toMatchObject({ inDoubt: 2 });
    progress.request(write);
    expect(told.at(-1)).not.toHaveProperty('inDoubt');
  });

  it('stands still from the last write or end of a change on, for as long as something waits to be seen', async () => {
    const told: Progress[] = [];
    const progress = begun(told);
    const since = () => told.at(-1)?.unseenSince;
    now = 1_000;
    progress.request(write);
    let wake = () => {};
    const sleeping = progress.asleep(new Promise<void>((resolve) => (wake = resolve)));
    now = 4_000;
    progress.request(read);
    expect(since()).toBe(1_000);
    progress.change();
    expect(since()).toBe(4_000);
    wake();
    await sleeping;
    progress.request(read);
    expect(since()).toBe(4_000);
    progress.change();
    expect(since()).toBeUndefined();
  });

  it('is nothing where nothing is to do', () => {
    const told: Progress[] = [];
    const to = { tell: (one: Progress) => told.push(one), now: () => now };
    new ApplyProgress({ changes: 0, requests: 0, rate: 16 }, to);
    expect(told).toEqual([]);
  });
});

it('of an apply that fails to be shown is told once, and ends nothing', () => {
  let told = 0;
  const tell = () => {
    told += 1;
    if (told > 1) throw new Error('no screen');
  };
  const progress = new ApplyProgress({ changes: 2, requests: 2, rate: 16 }, { tell, now: () => 0 });
  for (const writes of [true, true]) progress.request({ writes });
  progress.change();
  progress.waiting(10);
  expect(told).toBe(2);
  expect(progress.findings()).toMatchObject([
    { code: 'progress-failed', severity: 'warning', detail: 'onProgress threw: no screen' },
  ]);
});
