import { describe, expect, it } from 'vitest';
import { type Change, isMembership } from '../../src/types/change.ts';
import { collidingWorlds } from './colliding-worlds.ts';
import { inSettledWorld } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { type World, worlds } from './world.ts';

/** Warnings of a plan that leaves somebody out until a conflict is solved, or whoever it is about is there. */
const SKIPPING: ReadonlySet<string> = new Set(['several-matches', 'sets-disagree', 'found-next-time']);

describe('law 1, convergence', () => {
  it('plans nothing after an apply that exits 0, once the index has caught up', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(worlds, (world) =>
      inSettledWorld(world, {}, async (opened) => {
        const first = await opened.apply();
        // Whom on_conflict: skip or on_missing: skip left out is decided anew once the plan is done.
        const skipped = first?.plan.diagnostics.some(({ code }) => SKIPPING.has(code)) === true;
        const done = first?.result.exit === 0 && !skipped;
        tally.see({
          done,
          created: done && first.plan.summary.create > 0,
          updated: done && first.plan.summary.update > 0,
          converted: done && first.plan.summary.convert > 0,
          merged: done && first.plan.summary.merge > 0,
          unarchived: done && first.plan.summary.unarchive > 0,
        });
        if (!done) return;
        opened.settle();
        const second = await opened.plan();
        // An archived contact that was unarchived brings back values that nobody could read before.
        const revived = [...first.result.results].some(({ before }) => before !== undefined);
        if (revived && second.diagnostics.some(({ severity }) => severity === 'error')) return;
        expect(second.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(second.plan?.changes).toEqual([]);
      }),
    );
    tally.expectShares({
      done: 0.5,
      created: 0.3,
      updated: 0.2,
      converted: 0.03,
      merged: 0.03,
      unarchived: 0.1,
    });
  });

  it('leaves no error and no change for the next plan of people who collide', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const holds = (world: World) =>
      inSettledWorld(world, {}, async (opened) => {
        const first = await opened.apply();
        const done = first?.result.exit === 0;
        const changes = done ? first.plan.changes : [];
        tally.see({
          done,
          rekeyed: [...changes].some(isRekey),
          converted: [...changes].some(({ action }) => action === 'convert'),
          merged: [...changes].some(({ action }) => action === 'merge'),
        });
        if (!done || [...first.result.results].some(({ before }) => before !== undefined)) return;
        opened.settle();
        const second = await opened.plan();
        expect(second.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(second.plan?.changes).toEqual([]);
      });
    // A seed whose worlds showed such faults before they were mended.
    await law(collidingWorlds, holds, undefined, 7);
    tally.expectShares({ done: 0.5, rekeyed: 0.03, converted: 0.03, merged: 0.03 });
  });

  it(
    'finishes what it planned when nobody else writes, but for archived contacts that hold an identity',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, (world) =>
        inSettledWorld(world, {}, async (opened) => {
          const first = await opened.apply();
          tally.see({ ran: first?.ran === true });
          if (first?.ran !== true) return;
          const unexpected = [...first.result.results].filter(
            ({ outcome, reason = '' }) =>
              outcome !== 'done' && !/archived or deleted contact|it needs/.test(reason),
          );
          expect(unexpected).toEqual([]);
        }),
      );
      tally.expectShares({ ran: 0.5 });
    },
  );
});

/** Whether somebody live gets another email than they had, or one at last. */
function isRekey({ action, fields }: Change): boolean {
  const { email } = fields;
  return action !== 'create' && action !== 'merge' && email !== undefined && !isMembership(email);
}
