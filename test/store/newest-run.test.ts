import { expect, it } from 'vitest';
import { createKeyedHash } from '../../src/store/keyed-hash.ts';
import { Store } from '../../src/store/store.ts';
import { MemoryStore, memoryBackend } from './memory-backend.ts';
import { runRecord } from './run-record.ts';

it('lists the run first that began last, also within a second, which is all that ids tell', async () => {
  const store = new Store(memoryBackend(new MemoryStore()), createKeyedHash('of-ada', new Uint8Array(32)));
  const early = runRecord({
    id: '20261128T164400Z-ffffff',
    started_at: Date.UTC(2026, 10, 28, 16, 44, 0, 100),
  });
  const late = runRecord({
    id: '20261128T164400Z-000000',
    started_at: Date.UTC(2026, 10, 28, 16, 44, 0, 900),
  });
  for (const run of [late, early]) await store.saveRun(run);
  expect((await store.runs()).map(({ id }) => id)).toEqual([late.id, early.id]);
});
