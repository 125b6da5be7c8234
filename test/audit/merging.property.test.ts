import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SeedContact } from '../../src/emulator/index.ts';
import { contactId } from './acme.ts';
import { openWorld } from './audited-world.ts';

const emails = ['ada@acme.test', 'ADA@acme.test', 'grace@acme.test', 'bob@acme.test', 'eve@acme.test', 'n/a'];
const phones = ['+353870000001', '+353 87 000 0001', '+353870000002', '+353870000003', '0'];

/** Few emails and phones for many people, so that they share in every way. */
const people = fc.array(
  fc.record({
    role: fc.constantFrom('user' as const, 'lead' as const, 'lead' as const),
    email: fc.option(fc.constantFrom(...emails)),
    phone: fc.option(fc.constantFrom(...phones)),
    named: fc.boolean(),
    archived: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 2, maxLength: 14 },
);

it('whoever shares what: the plan of the written merges is exactly them, and applying it leaves none', async () => {
  let merged = 0;
  await fc.assert(
    fc.asyncProperty(people, async (drawn) => {
      const contacts = drawn.map(
        ({ named, ...one }, n): SeedContact => ({
          ...one,
          id: contactId(n + 1),
          created_at: 1_700_000_000 + n,
          ...(one.role === 'user' && named ? { external_id: `customer-${n}` } : {}),
        }),
      );
      const world = openWorld({ contacts });
      try {
        const file = 'migrations/merges.yaml';
        const before = (await world.audited(['contacts'], file)).contacts;
        const count = before?.counts.mergeable ?? 0;
        merged += count;
        const { plan, result } = await world.planAndApply(count);
        expect(plan.diagnostics.filter(({ code }) => code !== 'merge-preview')).toEqual([]);
        expect([...plan.changes].map(({ action, id }) => [action, id])).toEqual(
          before?.mergeable.map(({ lead }) => ['merge', lead.id]),
        );
        expect([...result.results].filter(({ outcome }) => outcome !== 'done')).toEqual([]);
        const after = (await world.audited(['contacts'], file)).contacts;
        expect(after?.mergeable).toEqual([]);
        expect(after?.counts.leads).toBe((before?.counts.leads ?? 0) - count);
      } finally {
        world.remove();
      }
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(merged).toBeGreaterThan(20);
}, 600_000);
