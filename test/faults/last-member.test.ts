import { describe, expect, it } from 'vitest';
import { inWorld, isWrite } from '../properties/opened-world.ts';
import { stateOf } from '../properties/workspace-state.ts';
import type { World } from '../properties/world.ts';
import { SCENARIOS } from './changes-of-several-steps.ts';
import { undisturbed } from './interrupted.ts';

const NAMES = Object.keys(SCENARIOS).filter((name) => name.endsWith('the last member is archived'));
const REFUSAL = { type: 'error.list', errors: [{ code: 'parameter_invalid', message: 'not now' }] };

// From a set of which nobody is live nothing is pruned: whoever still carries its owner tag then keeps it.
describe.each(NAMES)('%s', (name) => {
  const { seed = {}, documents, writes } = SCENARIOS[name] ?? { documents: [], writes: 0 };

  it('leaves nobody with an owner tag where any one request was refused', async () => {
    const world: World = { seed, documents, files: 1, indexLagMs: 2_000 };
    const whole = await undisturbed(world);
    expect(whole?.writes).toBe(writes);
    for (let refused = 0; refused < writes; refused += 1) {
      const state = await inWorld(world, {}, async (opened) => {
        let sent = 0;
        opened.setBetween((request, answer) => {
          const isRefused = isWrite(request) && sent++ === refused;
          return isRefused
            ? { status: 422, headers: {}, body: JSON.stringify(REFUSAL), delayMs: 0, dropped: undefined }
            : answer(request);
        });
        await opened.apply();
        expect(sent).toBeGreaterThan(refused);
        opened.setBetween(undefined);
        opened.settle();
        await opened.apply();
        opened.settle();
        expect((await opened.plan()).plan?.changes).toEqual([]);
        return stateOf(opened.emulator.state);
      });
      expect({ refused, state }).toEqual({ refused, state: whole?.state });
    }
  });
});

it('there are such changes', () => {
  expect(NAMES.length).toBeGreaterThan(1);
});
