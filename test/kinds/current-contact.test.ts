import { describe, expect, it } from 'vitest';
import { currentContacts } from '../../src/kinds/contact/writing/current.ts';
import type { KindReader } from '../../src/kinds/kind-reader.ts';
import { contact } from '../plan/example-changes.ts';

const one = contact('ada', 'update', {
  tags: { add: ['VIP'], remove: ['old'] },
  companies: { add: ['acme'], remove: [] },
});

/** Ada with such lists in the read by id, and in full where these are cut off. */
async function current(shown: readonly string[], all: readonly string[]) {
  const list = (ids: readonly string[]) => ({
    data: ids.map((id) => ({ id })),
    total_count: all.length,
    has_more: ids.length < all.length,
  });
  const wire = { type: 'contact', id: 'ada-1', role: 'user', created_at: 0, custom_attributes: {} };
  const reader = {
    contact: async () => ({ state: 'live', contact: { ...wire, tags: list(shown), companies: list(shown) } }),
    contactTags: async () => all.map((id) => ({ id, name: id })),
    contactCompanies: async () => all.map((id) => ({ id })),
  } as unknown as KindReader; // No other operation may be needed.
  const ids = new Map([
    ['tag/vip', '1'],
    ['tag/old', '2'],
    ['company/acme', '3'],
  ]);
  const context = { idOf: (address: string) => ids.get(address), indexWaitMs: 0, sleep: async () => {} };
  const found = (await currentContacts([one], reader, context, 'each')).get(one.address);
  if (found?.state !== 'live') throw new Error('Ada is live');
  return { tags: found.fields.get('tags'), companies: found.fields.get('companies') };
}

describe('the memberships that a change mentions, read again', () => {
  it('are those that the contact has', async () => {
    expect(await current(['1', '2', '3', '9'], ['1', '2', '3', '9'])).toEqual({
      tags: ['VIP', 'old'],
      companies: ['acme'],
    });
    expect(await current(['2'], ['2'])).toEqual({ tags: ['old'], companies: [] });
    expect(await current([], [])).toEqual({ tags: [], companies: [] });
  });

  it('are read in full where the contact shows a part', async () => {
    expect(await current(['9'], ['9', '1', '3'])).toEqual({ tags: ['VIP'], companies: ['acme'] });
  });
});
