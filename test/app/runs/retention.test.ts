import { describe, expect, it } from 'vitest';
import { newRunId } from '../../../src/app/runs/identity.ts';
import { forgetOld } from '../../../src/app/runs/retention.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import type { JournalIntent, RunRecord } from '../../../src/types/store.ts';
import { MemoryStore, memoryBackend } from '../../store/memory-backend.ts';
import { runRecord } from '../../store/run-record.ts';

const DAY_MS = 86_400_000;
const NOW = 1_793_610_000_000;
const MEGABYTE = 1024 * 1024;
/** A create of which is not known whether it arrived. */
const SENT: JournalIntent = {
  t: 'intent',
  n: 0,
  c: 0,
  at: NOW - 200 * DAY_MS,
  level: 'people',
  method: 'POST',
  path: '/contacts',
  creates: true,
  unique: false,
  contacts: [],
};

async function storeOf(...runs: readonly Partial<RunRecord>[]) {
  const memory = new MemoryStore();
  const store = new Store(memoryBackend(memory), createKeyedHash('secret', new Uint8Array(32)));
  for (const run of runs) {
    const record = runRecord(run);
    await store.saveRun(record);
    const writer = await store.journal(record.id);
    writer.write({ t: 'run', ...record });
    await writer.close();
  }
  return { memory, store };
}

/** A run that ended so many days ago. */
function ended(days: number, more: Partial<RunRecord> = {}): Partial<RunRecord> {
  const at = NOW - days * DAY_MS;
  return { id: newRunId(at), started_at: at, ended_at: at, bytes: 100, ...more };
}

async function kept(store: Store): Promise<readonly string[]> {
  return (await store.runs()).map(({ id }) => id);
}

describe('forgetting runs', () => {
  it('takes those that ended too long ago, with their journals', async () => {
    const [young, old] = [ended(89), ended(91)];
    const { memory, store } = await storeOf(young, old);
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect(await kept(store)).toEqual([young.id]);
    expect([...memory.journals.keys()]).toEqual([young.id]);
  });

  it('takes the oldest where the journals are too large, but never the newest', async () => {
    const runs = [1, 2, 3, 4].map((days) => ended(days, { bytes: 100 * MEGABYTE }));
    const { memory, store } = await storeOf(...runs);
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect(await kept(store)).toEqual([runs[0]?.id, runs[1]?.id]);
    expect(memory.journals.size).toBe(2);

    const huge = ended(0, { bytes: 900 * MEGABYTE });
    await store.saveRun(runRecord(huge));
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect(await kept(store)).toEqual([huge.id]);
  });

  it('leaves runs that are open or in doubt, and those of other workspaces', async () => {
    const inDoubt = ended(200, { in_doubt: 1 });
    const { store } = await storeOf(
      inDoubt,
      { id: newRunId(NOW - 201 * DAY_MS) },
      ended(202, { workspace: 'globex' }),
    );
    const journal = await store.journal(String(inDoubt.id));
    journal.write(SENT);
    await journal.close();
    const before = await kept(store);
    expect(before).toHaveLength(3);
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect(await kept(store)).toEqual(before);

    // Settled, and killed before the record said so.
    const later = await store.journal(String(inDoubt.id));
    later.write({ t: 'settled', n: 0, at: NOW, state: 'absent', by: 'reading' });
    await later.close();
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect(await kept(store)).toEqual(before.filter((id) => id !== inDoubt.id));
  });

  it('takes journals without a record once they are old enough: a kill left them', async () => {
    const { memory, store } = await storeOf();
    const [young, old] = [newRunId(NOW - DAY_MS), newRunId(NOW - 91 * DAY_MS)];
    memory.journals.set(young, ['{"t":"run"}']);
    memory.journals.set(old, []);
    await forgetOld(store, { workspace: 'acme', keepMs: 90 * DAY_MS, now: NOW });
    expect([...memory.journals.keys()]).toEqual([young]);
  });
});
