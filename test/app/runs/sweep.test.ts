import { beforeEach, describe, expect, it } from 'vitest';
import { RecentWrites } from '../../../src/app/runs/recent-writes.ts';
import { recentWriteOf } from '../../../src/app/runs/shown.ts';
import { sweepShown } from '../../../src/app/runs/sweep.ts';
import { createEmulator, type Emulator } from '../../../src/emulator/index.ts';
import { createReader } from '../../../src/intercom/index.ts';
import { kindReader } from '../../../src/kinds/kind-reader.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import type { Written } from '../../../src/types/store.ts';
import { requestOptions } from '../../store/request-options.ts';

const SENT = 1_793_610_000_000;
const INDEX_LAG_MS = 300_000;
const hash = createKeyedHash('secret', new Uint8Array(32));

let nowMs: number;
let emulator: Emulator;

beforeEach(() => {
  nowMs = SENT;
  emulator = createEmulator({ rateLimit: 0, now: () => nowMs });
});

function lead(email: string): string {
  const { body } = emulator.foreign('POST', '/contacts', { role: 'lead', email, name: 'Ada' });
  return (body as { readonly id: string }).id;
}

function recentOf(written: Pick<Written, 'contact'> & Partial<Written>): RecentWrites {
  const whole = { state: 'live', keys: [], fields: {}, ...written } as const;
  return new RecentWrites([recentWriteOf(whole, { run: 'r', at: SENT, hash })]);
}

async function sweep(recent: RecentWrites) {
  nowMs = SENT + INDEX_LAG_MS + 1;
  const reader = kindReader(
    createReader({ ...requestOptions(emulator, () => nowMs), tool: 'test', share: 1 }),
  );
  return sweepShown(recent, reader, { hash, indexLagMs: INDEX_LAG_MS, now: nowMs });
}

describe('writes that nothing declares any more are forgotten', () => {
  it('once search shows them', async () => {
    const recent = recentOf({ contact: lead('ada@acme.test'), fields: { name: 'Ada' } });
    expect(await sweep(recent)).toEqual([]);
    expect(recent.size).toBe(0);
  });

  it('also where comparing fields cannot tell: search shows what a read by id shows', async () => {
    const recent = recentOf({ contact: lead('ada@acme.test'), unsure: true });
    expect(await sweep(recent)).toEqual([]);
    expect(recent.size).toBe(0);
  });

  it('also where somebody wrote over them', async () => {
    const contact = lead('ada@acme.test');
    const recent = recentOf({ contact, fields: { name: 'Grace' } });
    expect(await sweep(recent)).toEqual([]);
    expect(recent.size).toBe(0);
  });

  it('once the contact is gone and search does not show it', async () => {
    const contact = lead('ada@acme.test');
    emulator.foreign('DELETE', `/contacts/${contact}`);
    const recent = recentOf({ contact, fields: { name: 'Ada' } });
    expect(await sweep(recent)).toEqual([]);
    expect(recent.size).toBe(0);
  });
});

it('a write that search does not show stays, and is reported', async () => {
  emulator = createEmulator({ rateLimit: 0, indexLagMs: 600_000, now: () => nowMs });
  const recent = recentOf({ contact: lead('ada@acme.test'), fields: { name: 'Ada' } });
  expect(await sweep(recent)).toMatchObject([{ code: 'index-behind' }]);
  expect(recent.size).toBe(1);
});
