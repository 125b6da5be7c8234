import { describe, expect, it } from 'vitest';
import { confirmRemoval } from '../../../src/kinds/removed/current.ts';
import type { RemovedReader } from '../../../src/kinds/removed/live.ts';
import type { Change } from '../../../src/types/change.ts';
import type { Step } from '../../../src/types/step.ts';

const company = { address: 'removed/company/acme', id: 'c1', fields: {} } as unknown as Change;

/** Reads that find the company so often, and then no more. */
function reader(times: number): RemovedReader & { readonly reads: () => number } {
  let reads = 0;
  const live = { state: 'live', value: { id: 'c1', company_id: 'acme', name: 'Acme' } };
  return {
    reads: () => reads,
    find: async () => (reads++ < times ? live : { state: 'gone' }),
    get: async () => 3,
  } as never;
}

function confirmed(of: RemovedReader, slept: number[]) {
  const context = { sleep: async (ms: number) => void slept.push(ms), idOf: () => undefined, indexWaitMs: 0 };
  return confirmRemoval(company, {} as Step, of, context);
}

describe('the deletion of a company', () => {
  it('is done when a read finds it no more, with longer and longer waits in between', async () => {
    const slept: number[] = [];
    expect(await confirmed(reader(4), slept)).toBeUndefined();
    expect(slept).toEqual([500, 1000, 2000, 4000]);
  });

  it('is not known after a minute', async () => {
    const slept: number[] = [];
    const open = await confirmed(reader(99), slept);
    expect(open).toMatchObject({ state: 'unknown', reason: expect.stringContaining('after 60 seconds') });
    expect(slept.reduce((sum, ms) => sum + ms, 0)).toBe(60_000);
  });

  it('is waited for of companies alone', async () => {
    const never = reader(99);
    const tag = { ...company, address: 'removed/tag/vip' };
    expect(await confirmRemoval(tag, {} as Step, never, {} as never)).toBeUndefined();
    expect(never.reads()).toBe(0);
  });
});
