import { describe, expect, it } from 'vitest';
import { inWorld } from '../properties/opened-world.ts';
import type { World } from '../properties/world.ts';

const ada = { external_id: 'ada', email: 'ada@acme.test' };
const world: World = {
  seed: {
    contacts: [
      { id: '64f000000000000000000001', ...ada },
      { id: '64f000000000000000000002', role: 'lead', email: ada.email },
    ],
  },
  documents: [
    {
      head: {
        apiVersion: 'interform/v1',
        kind: 'ContactSet',
        name: 'people',
        identity: { leads: 'absorb' },
      },
      list: { key: 'contacts', items: [{ ...ada, archived: true }] },
    },
  ],
  files: 1,
  indexLagMs: 0,
};

describe('a lead that could not be merged', () => {
  it('keeps its user from being archived, for then it would be archived in its place', async () => {
    await inWorld(world, {}, async (opened) => {
      opened.setBetween((request, answer) =>
        request.url.endsWith('/contacts/merge')
          ? { ...answer({ ...request, method: 'GET', url: '/me', body: '' }), status: 400, body: '{}' }
          : answer(request),
      );
      const first = await opened.apply();
      expect([...(first?.result.results ?? [])].map(({ action, outcome }) => [action, outcome])).toEqual([
        ['merge', 'failed'],
        ['archive', 'skipped'],
      ]);
      opened.setBetween(undefined);
      await opened.apply();
      expect((await opened.plan()).plan?.changes).toEqual([]);
      expect(opened.emulator.state.allContacts().map(({ state }) => state)).toEqual(['archived', 'merged']);
    });
  });
});
