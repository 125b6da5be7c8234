import { describe, expect, it } from 'vitest';
import { inSettledWorld } from './opened-world.ts';
import { RecordedRuns } from './recorded-runs.ts';
import { heldBy, notTakenBack } from './taken-back.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

describe('undo(apply(x))', () => {
  it('restores what was live before, minus the closed list', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(worlds, (world) =>
      inSettledWorld(world, {}, async (opened) => {
        const runs = new RecordedRuns(opened);
        const before = heldBy(opened.emulator.state);
        const first = await runs.apply();
        tally.see({ done: first.result?.exit === 0 });
        if (first.plan === undefined || first.result === undefined || runs.store.journals.size === 0) return;
        const undone = await runs.apply('last');
        expect(undone.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(undone.result?.results.filter(({ outcome }) => outcome !== 'done')).toEqual([]);
        expect(notTakenBack(before, heldBy(opened.emulator.state), first.plan.changes)).toEqual([]);
      }),
    );
    tally.expectShares({ done: 0.5 });
  });
});
