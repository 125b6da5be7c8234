import { describe, expect, it } from 'vitest';
import { settleContact } from '../../src/kinds/contact/writing/failed-create.ts';
import type { KindWriter } from '../../src/kinds/kind-reader.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import type { ContactKey } from '../../src/types/contact-key.ts';
import type { Json } from '../../src/types/json.ts';
import { lost, step } from '../apply/fake-intercom.ts';
import { contact } from '../plan/example-changes.ts';

const EMAIL = 'ada@acme.test';
const INDEX_WAIT_MS = 60_000;
const wanted = { role: 'lead', email: EMAIL, name: 'Ada' };
const create = contact('ada', 'create', {
  role: { after: 'lead' },
  email: { after: EMAIL },
  name: { after: 'Ada' },
});

function live(id: string, more: Record<string, Json> = {}): WireContact {
  return { type: 'contact', id, ...wanted, created_at: 0, ...more } as unknown as WireContact;
}

/** Settles a create of a lead whose answer was lost; the index shows `rows` once so much time has passed. */
async function settle(
  rows: (waitedMs: number) => readonly WireContact[],
  parts: { readonly change?: typeof create; readonly indexWaitMs?: number } = {},
) {
  let waitedMs = 0;
  const looks: number[] = [];
  const asked: ContactKey[] = [];
  const writer = {
    contacts: async (keys: readonly ContactKey[]) => {
      looks.push(waitedMs);
      asked.push(...keys);
      return { contacts: rows(waitedMs), incomplete: [] };
    },
    // It is only looked for: sending it again would make a second lead.
    send: () => Promise.reject(new Error('it was sent again')),
  };
  const settled = await settleContact(
    parts.change ?? create,
    { ...step('contact/beta/ada', 'people'), creates: true, expect: wanted },
    lost(),
    writer as unknown as KindWriter, // No other operation may be needed.
    {
      idOf: () => undefined,
      indexWaitMs: parts.indexWaitMs ?? INDEX_WAIT_MS,
      sleep: async (ms) => {
        waitedMs += ms;
      },
    },
  );
  return { settled, looks, waitedMs, asked };
}

describe('a lead whose create got no answer', () => {
  it('is found at once where the index has it, without a wait', async () => {
    const { settled, looks, waitedMs, asked } = await settle(() => [live('lead-1')]);
    expect(settled).toEqual({ state: 'already', id: 'lead-1' });
    expect(looks).toEqual([0]);
    expect(waitedMs).toBe(0);
    expect(asked).toEqual([{ field: 'email', value: EMAIL }]);
  });

  it.each([1, 5_001, 20_000, 59_000, INDEX_WAIT_MS])(
    'is found when the index shows it after %d ms',
    async (lagMs) => {
      const { settled, waitedMs } = await settle((waited) => (waited >= lagMs ? [live('lead-1')] : []));
      expect(settled).toEqual({ state: 'already', id: 'lead-1' });
      expect(waitedMs, 'no longer than it takes').toBeLessThan(lagMs + 10_000);
    },
  );

  it('is unknown, and not sent again, once the index must have caught up', async () => {
    const { settled, looks } = await settle(() => []);
    expect(settled).toMatchObject({ state: 'unknown', reason: expect.stringContaining('search index') });
    expect(looks.at(-1)).toBeGreaterThanOrEqual(INDEX_WAIT_MS);
    expect(looks.at(-1)).toBeLessThan(INDEX_WAIT_MS + 10_000);
    for (const [index, at] of looks.entries())
      expect(at - (looks[index - 1] ?? 0), 'often enough').toBeLessThanOrEqual(10_000);
  });

  it('is looked for once where the index has no lag', async () => {
    const { settled, looks } = await settle(() => [], { indexWaitMs: 0 });
    expect(settled).toMatchObject({ state: 'unknown' });
    expect(looks).toEqual([0]);
  });

  it('is none of the others with its email: a user, or a lead with other values', async () => {
    const others = [live('user-1', { role: 'user' }), live('lead-0', { name: 'Visitor' })];
    expect((await settle(() => others)).settled).toMatchObject({ state: 'unknown' });
    const { settled } = await settle((waited) => [...others, ...(waited > 0 ? [live('lead-1')] : [])]);
    expect(settled).toEqual({ state: 'already', id: 'lead-1' });
  });

  it('cannot be found again without an email', async () => {
    const change = contact('visitor', 'create', { role: { after: 'lead' }, name: { after: 'Ada' } });
    const { settled, looks } = await settle(() => [live('lead-1')], { change });
    expect(settled).toMatchObject({ state: 'unknown', reason: expect.stringContaining('without email') });
    expect(looks).toEqual([]);
  });
});
