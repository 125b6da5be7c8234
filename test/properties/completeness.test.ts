import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { type Between, inWorld } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

describe('law 10, completeness', () => {
  it(
    'creates and merges nothing from rows that did not all arrive, and applies none of the plan',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(fc.tuple(worlds, fc.nat(), fc.boolean()), async ([world, pick, all]) => {
        const whole = await inWorld(world, {}, async (opened) => (await opened.plan()).plan);
        const losses = { count: 0 };
        await inWorld(world, { between: losingRows(pick, all, losses) }, async (opened) => {
          const applied = await opened.apply();
          const hasErrors = (plan: PlanDocument | undefined) =>
            plan === undefined || plan.diagnostics.some(({ severity }) => severity === 'error');
          tally.see({ lossy: losses.count > 0, blocked: losses.count > 0 && !hasErrors(applied?.plan) });
          if (losses.count === 0 || applied === undefined) return;
          if (applied.ran) {
            // What is known from elsewhere, such as a read by id, needs none of the lost rows.
            expect(applied.plan.changes).toEqual(whole?.changes);
            return;
          }
          expect(opened.writes).toEqual([]);
          expect([1, 5]).toContain(applied.result.exit);
          if (!hasErrors(applied.plan)) expect(applied.result.exit).toBe(5);
          // What it would create or merge, it would do with all the rows as well.
          if (hasErrors(whole)) return;
          const known = new Set(
            [...(whole?.changes ?? [])].filter(isCreateOrMerge).map(({ address }) => address),
          );
          const created = [...applied.plan.changes].filter(isCreateOrMerge).map(({ address }) => address);
          expect(created.filter((address) => !known.has(address))).toEqual([]);
        });
      });
      tally.expectShares({ lossy: 0.4, blocked: 0.2 });
    },
  );

  it('takes an answer without a total for an incomplete one', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const withoutTotal: Between = (request, answer) => {
      const given = answer(request);
      if (!request.url.includes('/contacts/search') || given.status !== 200) return given;
      const { total_count: _total, ...rest }: JsonObject = JSON.parse(given.body);
      return { ...given, body: JSON.stringify(rest) };
    };
    await law(worlds, (world) =>
      inWorld(world, { between: withoutTotal }, async (opened) => {
        const applied = await opened.apply();
        const changes = [...(applied?.plan.changes ?? [])].filter(isCreateOrMerge);
        const lookups = opened.reads.filter(({ body }) => body.includes('"per_page":150'));
        tally.see({ lookups: lookups.length > 0 });
        if (lookups.length === 0) return;
        expect(changes).toEqual([]);
        if (applied?.ran !== true) expect(opened.writes).toEqual([]);
      }),
    );
    tally.expectShares({ lookups: 0.4 });
  });
});

function isCreateOrMerge({ kind, action }: { readonly kind: string; readonly action: string }): boolean {
  return (kind === 'contact' && (action === 'create' || action === 'convert')) || kind === 'merge';
}

/** Takes rows out of search pages and leaves their total alone; one search, or every one. */
function losingRows(pick: number, all: boolean, losses: { count: number }): Between {
  let searches = 0;
  return (request, answer) => {
    const given = answer(request);
    if (!request.url.includes('/contacts/search') || given.status !== 200) return given;
    searches += 1;
    const body: JsonObject = JSON.parse(given.body);
    const rows = body['data'];
    if (!Array.isArray(rows) || rows.length === 0 || (!all && searches % 2 === pick % 2)) return given;
    losses.count += 1;
    const data = rows.filter((_, index) => index !== pick % rows.length);
    return { ...given, body: JSON.stringify({ ...body, data }) };
  };
}
