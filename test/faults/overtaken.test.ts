import { describe, expect, it } from 'vitest';
import type { World } from '../properties/world.ts';
import { atDesk, withProject } from './desk.ts';
import { throwDice } from './dice.ts';

const world: World = {
  seed: { companies: [{ company_id: 'acme', name: 'Acme' }], tags: ['vip'] },
  documents: [
    {
      head: { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'visitors' },
      list: {
        key: 'contacts',
        items: ['ada', 'grace', 'alan'].map((name) => ({
          role: 'lead',
          email: `${name}@acme.test`,
          name,
          tags: ['vip'],
          companies: ['acme'],
        })),
      },
    },
  ],
  files: 1,
  indexLagMs: 120_000,
};
/** Longer than a lease; then search shows what it wrote, and not yet what the other one did. */
const ASLEEP_MS = 130_000;

describe('a machine that is suspended and overtaken', () => {
  it('leaves alone what the one that overtook it wrote down', async () => {
    const left: string[] = [];
    let overtaken = 0;
    for (let afterMs = 100; afterMs <= 500; afterMs += 25) {
      await withProject(world, (folder) =>
        atDesk(
          world,
          { dice: throwDice(afterMs), folder, store: { locks: 'redis', slowestMs: 4 } },
          async (desk) => {
            const first = desk.apply({ suspend: { afterMs, forMs: ASLEEP_MS } });
            const second = await desk.start(['apply', '--lock-timeout', '120']).ended;
            const end = await first;
            if (end.state !== 'ended' || second.state !== 'ended') throw new Error('nobody kills them');
            if (end.exit !== 0 && second.exit === 0) overtaken += 1;
            const planned = await desk.plan();
            if (planned.state !== 'ended' || planned.document.format !== 'interform-plan/1')
              throw new Error('no plan');
            left.push(...[...planned.document.changes].map(({ address }) => `${afterMs} ms: ${address}`));
            expect(desk.emulator.state.liveContacts()).toHaveLength(3);
          },
        ),
      );
    }
    expect(overtaken).toBeGreaterThan(3);
    expect(left).toEqual([]);
  });
});
