import { beforeEach, describe, expect, it } from 'vitest';
import { Doubts } from '../../../src/app/runs/doubts.ts';
import { layOver } from '../../../src/app/runs/lay-over.ts';
import { RecentWrites } from '../../../src/app/runs/recent-writes.ts';
import type { Doubt } from '../../../src/app/runs/remembered.ts';
import { keyHash, recentWriteOf } from '../../../src/app/runs/shown.ts';
import { createEmulator, type Emulator } from '../../../src/emulator/index.ts';
import { createReader } from '../../../src/intercom/index.ts';
import { type KindReader, kindReader } from '../../../src/kinds/kind-reader.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import type { Change } from '../../../src/types/change.ts';
import type { Written } from '../../../src/types/store.ts';
import { requestOptions } from '../../store/request-options.ts';

const SENT = 1_793_610_000_000;
const INDEX_LAG_MS = 300_000;
const hash = createKeyedHash('secret', new Uint8Array(32));

let nowMs: number;
let emulator: Emulator;
let reader: KindReader;

beforeEach(() => {
  nowMs = SENT;
  world(0);
});

function world(indexLagMs: number): void {
  emulator = createEmulator({ rateLimit: 0, indexLagMs, now: () => nowMs });
  reader = kindReader(createReader(requestOptions(emulator, () => nowMs)));
}

function lead(email: string): string {
  const { body } = emulator.foreign('POST', '/contacts', { role: 'lead', email, name: 'Ada' });
  return (body as { readonly id: string }).id;
}

function write(written: Pick<Written, 'contact'> & Partial<Written>, at: number) {
  return recentWriteOf({ state: 'live', keys: [], fields: {}, ...written }, { run: 'r', at, hash });
}

function createOf(email: string): Change {
  return {
    address: `contact/visitors/${email}`,
    kind: 'contact',
    action: 'create',
    id: null,
    requires: [],
    irreversible: false,
    reason: '',
    notes: [],
    also: [],
    source: null,
    fields: { role: { after: 'lead' }, email: { after: email } },
  };
}

function doubt(email: string | undefined, n = 0): Doubt {
  const keys = email === undefined ? undefined : [keyHash({ field: 'email', value: email }, hash)];
  return { run: 'r', n, address: 'contact/visitors/~', keys, at: SENT, since: SENT };
}

function doubtsOf(doubts: readonly Doubt[], recent = new RecentWrites()): Doubts {
  return new Doubts({ doubts, recent, hash, reader, indexLagMs: INDEX_LAG_MS, now: () => nowMs });
}

const GRACE = createOf('grace@acme.test');

describe('a doubt is over', () => {
  it('once search shows what was sent a second later', async () => {
    const contact = lead('ada@acme.test');
    const later = write({ contact, fields: { name: 'Ada' } }, SENT + 2_000);
    const doubts = doubtsOf([doubt('grace@acme.test')], new RecentWrites([later]));
    nowMs += 3_000;
    expect(await doubts.isOver(GRACE)).toBe(true);
  });

  it('not by a later write that may never have been made', async () => {
    const contact = lead('ada@acme.test');
    const recent = new RecentWrites([write({ contact, unsure: true }, SENT + 2_000)]);
    const doubts = doubtsOf([doubt('grace@acme.test')], recent);
    nowMs += 3_000;
    // Search shows what a read by id shows, so there is nothing left to lay over it.
    await layOver(reader, recent, hash).contacts([{ field: 'id', value: contact }]);
    expect(recent.size).toBe(0);
    expect(await doubts.isOver(GRACE)).toBe(false);
  });

  it('once search may lag no longer, where no other write tells', async () => {
    const doubts = doubtsOf([doubt('grace@acme.test')]);
    nowMs += INDEX_LAG_MS - 1;
    expect(await doubts.isOver(GRACE)).toBe(false);
    nowMs += 1;
    expect(await doubts.isOver(GRACE)).toBe(true);
  });

  it('not by its age, while search does not show other writes of that age either', async () => {
    for (const apart of [-1_000, 0, 2_000]) {
      nowMs = SENT;
      world(INDEX_LAG_MS * 3);
      const contact = lead('ada@acme.test');
      const recent = new RecentWrites([write({ contact, fields: { name: 'Ada' } }, SENT + apart)]);
      const doubts = doubtsOf([doubt('grace@acme.test')], recent);
      nowMs += INDEX_LAG_MS + 2_000;
      expect({ apart, over: await doubts.isOver(GRACE) }).toEqual({ apart, over: false });
      nowMs += INDEX_LAG_MS * 2;
      expect({ apart, over: await doubts.isOver(GRACE) }).toEqual({ apart, over: true });
    }
  });
});

describe('a doubt about nobody knows whom, for it was hashed with another key', () => {
  it('stays when somebody else is found', async () => {
    const doubts = doubtsOf([doubt(undefined), doubt('ada@acme.test', 1)]);
    doubts.settled(createOf('ada@acme.test'), '6657add46abd0167d9419c50');
    expect(doubts.settledNow).toMatchObject([{ entry: { n: 1, state: 'done' } }]);
    expect(await doubts.isOver(GRACE)).toBe(false);
    expect(doubts.doubtOf(GRACE)).toBeDefined();
  });

  it('ends when nothing is found although search must show it', () => {
    const doubts = doubtsOf([doubt(undefined)]);
    doubts.settled(GRACE, undefined);
    expect(doubts.settledNow).toMatchObject([{ entry: { n: 0, state: 'absent' } }]);
  });
});

describe('a doubt about whom no change of the plan creates any more', () => {
  it('is not told as absent where nobody looked', async () => {
    const doubts = doubtsOf([doubt('grace@acme.test')]);
    await doubts.settleRest();
    expect(doubts.settledNow).toEqual([]);
    nowMs += INDEX_LAG_MS;
    await doubts.settleRest();
    expect(doubts.settledNow).toMatchObject([{ entry: { n: 0, state: 'unsought', by: 'reading' } }]);
    expect(doubts.open).toEqual([]);
  });

  it('is done where a read for something else met them', async () => {
    const id = lead('grace@acme.test');
    const doubts = doubtsOf([doubt('grace@acme.test')]);
    await doubts.watching(reader).contacts([{ field: 'email', value: 'grace@acme.test' }]);
    await doubts.settleRest();
    expect(doubts.settledNow).toMatchObject([{ entry: { state: 'done', id } }]);
  });
});
