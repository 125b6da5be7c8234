import { expect, it } from 'vitest';
import { createTally, LAW_TIMEOUT, law } from '../properties/tally.ts';
import { oddWorkspaces } from './odd-workspaces.ts';
import { ALL, inWorld, USUAL } from './pulled-world.ts';

const isRead = (method: string, path: string) =>
  method === 'GET' || path === '/contacts/search' || path === '/companies/list';

it(
  'what a pull writes plans empty, a second pull changes nothing, and Intercom is only read',
  LAW_TIMEOUT,
  async () => {
    const tally = createTally();
    await law(oddWorkspaces, async (seed) => {
      await inWorld(seed, {}, async (world) => {
        const pulled = await world.pulled(ALL);
        expect(pulled.exit).toBe(0);
        expect(pulled.pending).toBe(0);
        const writes = world.emulator.requests.filter(
          ({ method, path }) => !isRead(method, path.split('?')[0] ?? ''),
        );
        expect(writes).toEqual([]);
        const files = world.files();
        if (files.size > 0) {
          const plan = await world.plan();
          expect(plan.changes).toEqual([]);
          expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        }
        const again = await world.pulled(ALL, { check: true });
        expect(again.files).toEqual([]);
        expect(world.files()).toEqual(files);
        const people = world.emulator.state.liveContacts();
        tally.see({
          people: people.length > 2,
          'left out': pulled.diagnostics.some(({ code }) => code === 'not-pulled'),
          'by id': [...files.values()].some((text) => / id: /.test(text)),
          archived: [...files.values()].some((text) => text.includes('archived: true')),
          sensitive: [...files.values()].some((text) => text.includes('sensitive: true')),
          'many tags': people.some(({ tags }) => tags.length > 10),
          leads: [...files.values()].some((text) => text.includes('name: pulled-leads')),
        });
      });
    });
    tally.expectShares({
      people: 0.6,
      'left out': 0.5,
      'by id': 0.3,
      archived: 0.5,
      sensitive: 0.1,
      'many tags': 0.1,
      leads: 0.5,
    });
  },
);

it('so does what the usual parts are', LAW_TIMEOUT, async () => {
  await law(oddWorkspaces, async (seed) => {
    await inWorld(seed, {}, async (world) => {
      await world.pulled(USUAL);
      if (world.files().size === 0) return;
      const plan = await world.plan();
      expect(plan.changes).toEqual([]);
      expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    });
  });
});
