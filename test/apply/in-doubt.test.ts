import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types/json.ts';
import { change, contact } from '../plan/example-changes.ts';
import { apply, create, FakeWriter, fakeKind, outcomes, step } from './fake-intercom.ts';

const ada = contact('ada', 'create', { email: { after: 'ada@acme.test' } });
const grace = contact('grace', 'update', { name: { before: 'G', after: 'Grace' } });

describe('what an earlier run may have made', () => {
  const into = (address: string, body: object, ...requires: string[]) =>
    [change(address, 'merge', { id: address.slice(6), requires }), body] as const;
  const bodies = new Map(
    [
      into('merge/far', { into: 'x' }, 'merge/near'),
      into('merge/near', { into: { ref: 'contact/beta/ada' } }, 'contact/beta/ada'),
    ].map(([one, body]) => [one.address, { one, body: body as JsonObject }]),
  );
  const merges = fakeKind('merge', {
    steps: ({ address }) => [
      step(address, 'merges', {
        request: { method: 'POST', path: `/${address}`, body: bodies.get(address)?.body ?? {} },
      }),
    ],
  });
  async function applied(found: boolean) {
    const events: string[] = [];
    const people = fakeKind('contact', {
      steps: (one) => [
        one.action === 'create' ? create(one.address, 'people') : step(one.address, 'updates'),
      ],
      current: (one) => {
        if (one.address === grace.address)
          return { state: 'live', id: 'grace-1', fields: new Map([['name', 'G']]) };
        return found
          ? { state: 'live', id: 'ada-1', fields: new Map([['email', 'ada@acme.test']]) }
          : { state: 'absent' };
      },
    });
    const writer = new FakeWriter(({ path, body }) => {
      events.push(`${path} ${JSON.stringify(body)}`);
      return path.endsWith('ada') ? { id: 'ada-2' } : {};
    });
    const changes = [...[...bodies.values()].map(({ one }) => one), ada, grace];
    const result = await apply(changes, [merges, people], writer, {
      indexWaitMs: 60_000,
      sleep: async (ms) => void events.push(`waited ${ms}`),
      onDoubt: (left) => void events.push(`${left} in doubt`),
      inDoubt: {
        doubtOf: ({ address }) => (address === ada.address ? { run: 'r1', address } : undefined),
        isOver: async () => true,
        settled: (_, id) => void events.push(`settled ${id}`),
      },
    });
    return { events, outcomes: outcomes(result) };
  }

  it('is looked for after what does not need it and before what does, and is not waited for once found', async () => {
    expect(await applied(true)).toEqual({
      events: [
        '/contact/beta/grace {}',
        'settled ada-1',
        '/merge/near {"into":"ada-1"}',
        '/merge/far {"into":"x"}',
      ],
      outcomes: {
        'merge/far': 'done',
        'merge/near': 'done',
        'contact/beta/ada': 'already',
        'contact/beta/grace': 'done',
      },
    });
  });

  it('is made once it is sure that it is not there', async () => {
    const { events } = await applied(false);
    expect(events).toEqual([
      '/contact/beta/grace {}',
      'settled undefined',
      '/contact/beta/ada {}',
      '/merge/near {"into":"ada-2"}',
      '/merge/far {"into":"x"}',
    ]);
  });
});
