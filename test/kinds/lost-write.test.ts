import { describe, expect, it } from 'vitest';
import { settleLostWrite } from '../../src/kinds/contact/writing/lost-write.ts';
import type { KindReader, KindWriter } from '../../src/kinds/kind-reader.ts';
import { mergeKind } from '../../src/kinds/merge/kind.ts';
import type { Json } from '../../src/types/json.ts';
import { lost, step } from '../apply/fake-intercom.ts';
import { change } from '../plan/example-changes.ts';

/** Ada as the read by id shows her. */
function reading(more: Readonly<Record<string, Json>>, companies: readonly string[] = []): KindReader {
  const contact = { type: 'contact', id: 'ada', role: 'user', created_at: 0, custom_attributes: {}, ...more };
  return {
    contact: async () => ({ state: 'live', contact }),
    contactCompanies: async () => companies.map((id) => ({ id })),
    contactTags: () => Promise.reject(new Error('it is not about tags')),
  } as unknown as KindReader; // No other operation may be needed.
}

describe('the answer that was lost to', () => {
  const update = step('contact/beta/ada', 'updates', {
    request: { method: 'PUT', path: '/contacts/ada', body: {} },
    expect: { name: 'Ada', phone: '+353871234567' },
  });

  it.each([
    [{ name: 'Ada', phone: '+353871234567' }, 'done'],
    [{ name: 'Ada', phone: null }, 'retry'],
    [{ name: 'Bob', phone: null }, 'retry'],
  ])('an update, where %j is stored: %s', async (stored, state) => {
    expect((await settleLostWrite(update, lost(), reading(stored)))?.state).toBe(state);
  });

  it.each([
    ['POST', ['7'], 'done'],
    ['POST', ['8'], 'retry'],
    ['DELETE', ['7'], 'retry'],
    ['DELETE', [], 'done'],
  ] as const)('%s of a company, where %j are attached: %s', async (method, attached, state) => {
    const path = `/contacts/ada/companies${method === 'DELETE' ? '/7' : ''}`;
    const request = { method, path, ...(method === 'POST' ? { body: { id: '7' } } : {}) };
    const attach = step('contact/beta/ada', 'memberships', { request });
    expect((await settleLostWrite(attach, lost(), reading({}, attached)))?.state).toBe(state);
  });

  it.each([
    ['contact/beta/ada', 'ada-1', 'already'],
    ['contact/beta/ada', 'eve-9', 'stale'],
    ['ada-7', 'ada-7', 'already'],
    ['ada-7', 'ada-1', 'stale'],
  ])('a merge into %s, where the lead went into %s: %s', async (wanted, went, state) => {
    const merge = change('merge/66b1', 'merge', { id: '66b1', fields: { into: { after: wanted } } });
    const writer = { contact: async () => ({ state: 'merged', into: went }) } as unknown as KindWriter;
    const idOf = (address: string) => (address === 'contact/beta/ada' ? 'ada-1' : undefined);
    const context = { idOf, indexWaitMs: 0, sleep: async () => {} };
    const settled = await mergeKind.settle?.(merge, step('merge/66b1', 'merges'), lost(), writer, context);
    expect(settled?.state).toBe(state);
  });
});
