import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../src/app/apply.ts';
import { evaluateGuards } from '../../src/plan/guards/guards.ts';
import { type Change, isMembership } from '../../src/types/change.ts';
import { GUARD_VERBS, type GuardVerb } from '../../src/types/plan.ts';
import { inSettledWorld } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

/** Limits as someone may write them, and as only a broken loader would let them through. */
const limits = fc.dictionary(
  fc.constantFrom(...GUARD_VERBS.map((verb) => `max_${verb}`)),
  fc.constantFrom<number | string>(
    0,
    1,
    2,
    1000,
    '3',
    '5%',
    '0%',
    '100%',
    '',
    'many',
    '-1',
    '1.5',
    -1,
    0.5,
    Number.NaN,
    Infinity,
  ),
);
/** Any, or most of the verbs in full: else hardly any plan of these worlds would run. */
const allowances = fc
  .oneof(
    fc.array(fc.tuple(fc.constantFrom(...GUARD_VERBS), fc.constantFrom(0, 1, 2, 1000, -1, 0.5, Number.NaN)), {
      maxLength: 4,
    }),
    fc
      .subarray([...GUARD_VERBS], { minLength: GUARD_VERBS.length - 2 })
      .map((verbs) => verbs.map((verb) => [verb, 1000] as const)),
  )
  .map((pairs) => new Map<GuardVerb, number>(pairs));

/** design 6.4 as this test reads it; undefined where anything goes. */
function limitOf(verb: GuardVerb, written: number | string | undefined): number | undefined {
  const fallback = { rekey: 10, detach: '5%', create: undefined, update: undefined } as const;
  const value = written ?? (verb in fallback ? fallback[verb as keyof typeof fallback] : 0);
  if (value === undefined) return undefined;
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : -1;
  return /^\d+$/.test(value) ? Number(value) : -1;
}

/** The verbs whose limit may be a percentage, of what only the plan knows. */
const isPercent = (verb: GuardVerb) => verb === 'detach' || verb === 'skip';

describe('law 9, guards fail closed', () => {
  it('lets no change run that a limit forbids, whatever is written as one', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(fc.tuple(worlds, limits, allowances), ([world, configured, allowed]) =>
      inSettledWorld(world, { files: projectFile(configured) }, async (opened) => {
        for (const verb of GUARD_VERBS) opened.disallow(verb);
        for (const [verb, limit] of allowed) opened.allow(verb, limit);
        const applied = await opened.apply();
        const counts = countsOf([...(applied?.plan.changes ?? [])]);
        const forbidden = GUARD_VERBS.filter((verb) => {
          const written = allowed.get(verb) ?? valid(configured)[`max_${verb}`];
          const limit = limitOf(verb, written);
          // A percentage is of members that only the plan knows; its own cases are in test/plan.
          const isShare =
            isPercent(verb) && typeof (written ?? '5%') === 'string' && String(written ?? '5%').endsWith('%');
          return !isShare && limit !== undefined && counts[verb] > limit;
        });
        tally.see({
          forbidden: forbidden.length > 0,
          ran: applied?.ran === true && applied.plan.changes.length > 0,
        });
        if (forbidden.length === 0) return;
        expect([forbidden, opened.writes]).toEqual([forbidden, []]);
        expect(applied?.ran).toBe(false);
        expect([1, 5]).toContain(applied?.result.exit);
      }),
    );
    tally.expectShares({ forbidden: 0.15, ran: 0.1 });
  });

  it('counts a limit that is none as one that is passed', LAW_TIMEOUT, async () => {
    await law(
      fc.tuple(limits, allowances, fc.constantFrom(0, 1, Number.NaN, -1)),
      async ([configured, allowed, incomplete]) => {
        const verdict = evaluateGuards([], {
          limits: configured,
          allowances: allowed,
          members: new Map(),
          incompleteReads: incomplete,
        });
        for (const verb of GUARD_VERBS) {
          const written = allowed.get(verb) ?? configured[`max_${verb}`];
          const isShare = isPercent(verb) && typeof written === 'string' && /^\d+%$/.test(written);
          if (limitOf(verb, written) !== -1 || isShare || (isPercent(verb) && written === undefined))
            continue;
          expect([verb, written, verdict.guards.find((guard) => guard.verb === verb)?.over]).toEqual([
            verb,
            written,
            true,
          ]);
        }
        const reads = verdict.guards.find(({ verb }) => verb === 'incomplete_read');
        expect(reads?.over ?? false).toBe(!(incomplete <= 0));
      },
    );
  });

  it('takes a share of members that nobody counted for one that is passed', LAW_TIMEOUT, async () => {
    const sizes = fc.option(fc.constantFrom(0, 19, 20, 100, -1, 0.5, Number.NaN), { nil: undefined });
    await law(fc.tuple(fc.integer({ min: 1, max: 30 }), sizes), async ([count, size]) => {
      const changes = Array.from({ length: count }, (_, index) => detaching(index));
      const verdict = evaluateGuards(changes, {
        limits: {},
        allowances: new Map(),
        members: new Map(size === undefined ? [] : [['vip', size]]),
        incompleteReads: 0,
      });
      const isCounted = size !== undefined && Number.isInteger(size) && size >= 0;
      const fits = isCounted && (size < 20 || count <= size * 0.05);
      expect(verdict.guards.find(({ verb }) => verb === 'detach')?.over).toBe(!fits);
    });
  });

  it('writes nothing of a blocked plan even when apply is called with it', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(worlds, (world) =>
      inSettledWorld(world, {}, async (opened) => {
        for (const verb of GUARD_VERBS) opened.allow(verb, 0);
        const { plan, session } = await opened.plan();
        const blocked = plan?.guards.some(({ over }) => over) === true;
        tally.see({ blocked });
        if (plan === undefined || session === undefined || !blocked) return;
        const result = await applyChanges(session, plan, { maxErrors: 50 }, opened.ports);
        expect(opened.writes).toEqual([]);
        expect([1, 5]).toContain(result.exit);
        expect(new Set([...result.results].map(({ outcome }) => outcome))).toEqual(
          new Set(['not_attempted']),
        );
      }),
    );
    tally.expectShares({ blocked: 0.4 });
  });
});

function detaching(index: number): Change {
  return {
    address: `contact/vip/${index}`,
    kind: 'contact',
    action: 'update',
    id: String(index),
    requires: [],
    irreversible: false,
    reason: '',
    notes: [],
    also: [],
    fields: { tags: { add: [], remove: ['beta'] } },
    source: null,
    context: { set: 'vip' },
  };
}

/** What a project file may say; the rest of the nonsense is for the second case. */
function valid(
  configured: Readonly<Record<string, number | string>>,
): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    Object.entries(configured).filter(
      ([key, value]) =>
        (typeof value === 'number' && Number.isInteger(value) && value >= 0) ||
        (key === 'max_detach' && typeof value === 'string' && /^\d+%$/.test(value)),
    ),
  );
}

function projectFile(configured: Readonly<Record<string, number | string>>): ReadonlyMap<string, string> {
  const text = `apiVersion: interform/v1\nkind: Project\nworkspace: { owner_tags: ["set-*"] }\nguards: ${JSON.stringify(valid(configured))}\n`;
  return new Map([['interform.yaml', text]]);
}

/** Counted again, from the changes alone. */
function countsOf(changes: readonly Change[]): Readonly<Record<GuardVerb, number>> {
  const counts = Object.fromEntries(GUARD_VERBS.map((verb) => [verb, 0])) as Record<GuardVerb, number>; // Every verb is a key.
  for (const { kind, action, fields } of changes) {
    if (action === 'archive' || action === 'merge' || action === 'convert') counts[action] += 1;
    if (kind === 'contact' && (action === 'create' || action === 'update')) counts[action] += 1;
    let rekeyed = false;
    for (const [path, field] of Object.entries(fields)) {
      if (isMembership(field)) {
        counts.detach += field.remove.length;
        continue;
      }
      const before = field.before ?? null;
      if (kind === 'attribute' && path === 'options' && Array.isArray(before) && Array.isArray(field.after)) {
        const after: readonly unknown[] = field.after;
        counts.drop_option += before.filter((option: unknown) => !after.includes(option)).length;
      }
      if (kind === 'attribute' && path === 'options' && action !== 'create' && before === null)
        counts.retype += 1;
      if (path === 'unsubscribed_from_emails' && before === true && field.after !== true)
        counts.resubscribe += 1;
      const isKey = ['email', 'phone', 'external_id'].includes(path);
      rekeyed ||=
        kind === 'contact' && action !== 'convert' && isKey && before !== null && field.after !== null;
    }
    if (rekeyed) counts.rekey += 1;
  }
  return counts;
}
