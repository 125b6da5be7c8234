import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmulatorResponse } from '../../src/emulator/index.ts';
import { kindOfChange } from '../../src/kinds/index.ts';
import { addressSegments } from '../../src/types/address.ts';
import { isMembership } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { type ConfiguredKind, configuredWorlds } from './configuration-worlds.ts';
import { conversationAttributes } from './conversation-attribute-worlds.ts';
import { type Between, inWorld, isWrite, type OpenedWorld } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { ticketTypes } from './ticket-type-worlds.ts';
import type { World } from './world.ts';

/*
 * The laws for kinds of configuration: lists that Intercom gives whole, with nobody in them. One generator a kind; worlds of contacts
 * have files of their own, a law each.
 */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 120);

/** Without what a plan finds wrong, so that most worlds can be applied. */
async function inValidWorld(world: World, work: (opened: OpenedWorld, valid: World) => Promise<void>) {
  const errors = await inWorld(world, {}, async (opened) =>
    (await opened.plan()).diagnostics.filter(({ severity }) => severity === 'error'),
  );
  // Of what is wrong below an item the whole item goes.
  const wrong = new Set(errors.map(({ address = '' }) => nameOf(address).split('/')[0] ?? ''));
  const documents = world.documents.map(({ map, ...rest }) => {
    const kept = Object.entries(map?.entries ?? {}).filter(([name]) => !wrong.has(name));
    return { ...rest, ...(map === undefined ? {} : { map: { ...map, entries: Object.fromEntries(kept) } }) };
  });
  const valid = {
    ...world,
    documents: documents.filter(({ map }) => Object.keys(map?.entries ?? {}).length > 0),
  };
  await inWorld(valid, {}, (opened) => work(opened, valid));
}

/** Without the kind; the names of an item that stands below another one are joined. */
const nameOf = (address: string) => addressSegments(address).slice(1).join('/');

const planOf = async (opened: OpenedWorld): Promise<PlanDocument | undefined> => (await opened.plan()).plan;

/** How many writes the changes of a plan need. */
const writesOf = ({ changes }: PlanDocument) =>
  [...changes].flatMap((change) => kindOfChange(change).steps(change)).length;

const isDrop = (plan: PlanDocument) =>
  plan.guards.some(({ verb, count }) => (verb === 'drop_option' || verb === 'archive') && count > 0);

const NOTHING: EmulatorResponse = { status: 503, headers: {}, body: '', delayMs: 0, dropped: undefined };

const FAULTS: readonly ((answer: () => EmulatorResponse) => EmulatorResponse)[] = [
  (answer) => ({ ...answer(), status: 500, body: '' }),
  (answer) => ({ ...answer(), dropped: 'lost' }),
  () => ({ ...NOTHING, dropped: 'reset' }),
  () => ({ ...NOTHING, status: 500 }),
];

/** Strikes the write of this number, and with `dead` all that comes behind it: nobody knows what became of it. */
function striking(at: number, fault: (typeof FAULTS)[number], dead: boolean): Between {
  let writes = 0;
  return (request, answer) => {
    if (!isWrite(request))
      return dead && writes > at ? { ...NOTHING, dropped: 'reset' as const } : answer(request);
    writes += 1;
    if (writes <= at) return answer(request);
    if (writes === at + 1) return fault(() => answer(request));
    return dead ? { ...NOTHING, dropped: 'reset' as const } : answer(request);
  };
}

const KINDS: readonly ConfiguredKind[] = [conversationAttributes, ticketTypes];

describe.each(KINDS)('the laws over worlds of $name', (kind) => {
  const worlds = configuredWorlds(kind);

  it(
    '1, 2, 3, 6: a plan only reads, what it shows is what is sent, and behind it nothing is left',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(
        worlds,
        (world) =>
          inValidWorld(world, async (opened) => {
            const plan = await planOf(opened);
            expect(opened.writes).toEqual([]);
            const first = await opened.apply();
            // Where all that was declared is wrong there is nothing to plan.
            if (first === undefined) return;
            const done = first.result.exit === 0;
            tally.see({
              done,
              created: done && first.plan.summary.create > 0,
              updated: done && first.plan.summary.update > 0,
              archived: done && first.plan.summary.archive > 0,
              dropped: done && isDrop(first.plan),
            });
            expect([...first.result.results].filter(({ outcome }) => outcome !== 'done')).toEqual([]);
            expect(first.plan.digest).toBe(plan?.digest);
            expect(opened.writes).toHaveLength(writesOf(first.plan));
            const second = await opened.plan();
            expect(second.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
            expect([...(second.plan?.changes ?? [])]).toEqual([]);
          }),
        RUNS,
      );
      tally.expectShares({ done: 0.9, created: 0.15, updated: 0.4, archived: 0.02, dropped: 0.2 });
    },
  );

  it('4: the plan is the same, whatever the order of keys, files and rows', LAW_TIMEOUT, async () => {
    const reversed: Between = (request, answer) => {
      const found = answer(request);
      const [, rows] = Object.entries(kind.lists).find(([path]) => request.url.includes(path)) ?? [];
      if (rows === undefined || isWrite(request)) return found;
      const body = JSON.parse(found.body) as Record<string, Json>;
      return { ...found, body: JSON.stringify({ ...body, [rows]: [...(body[rows] as Json[])].reverse() }) };
    };
    const tally = createTally();
    await law(
      worlds,
      async (world) => {
        const text = async (opened: OpenedWorld) => {
          const { plan, diagnostics } = await opened.plan();
          return { plan: plan && { ...plan, cost: undefined, changes: [...plan.changes] }, diagnostics };
        };
        const one = await inWorld(world, {}, text);
        const other = await inWorld(
          world,
          { between: reversed, fileOrder: (paths) => [...paths].reverse() },
          text,
        );
        tally.see({ changes: (one.plan?.changes.length ?? 0) > 0 });
        expect(other).toEqual(one);
      },
      RUNS,
    );
    tally.expectShares({ changes: 0.5 });
  });

  it('5: what no manifest mentions stays as it is', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(
      worlds,
      (world) =>
        inValidWorld(world, async (opened, valid) => {
          const before = kind.live(opened.emulator);
          const applied = await opened.apply();
          const after = kind.live(opened.emulator);
          const declared = kind.declared(valid.documents);
          const others = [...before.keys()].filter((name) => !declared.has(name));
          tally.see({ others: others.length > 0 && (applied?.result.summary.done ?? 0) > 0 });
          for (const name of others) expect(after.get(name)).toEqual(before.get(name));
          // Nor does a field change that no change lists.
          const changed = new Map(
            [...(applied?.plan.changes ?? [])].map((one) => [nameOf(one.address), one]),
          );
          for (const name of declared) {
            const [was, ...more] = before.get(name) ?? [];
            const [is] = after.get(name) ?? [];
            const change = changed.get(name);
            if (was === undefined || is === undefined || more.length > 0 || change?.action === 'create')
              continue;
            const listed = new Set(Object.keys(change?.fields ?? {}).map((path) => path.split('.')[0]));
            if (!listed.has('description')) expect(is['description']).toEqual(was['description']);
            if (!listed.has('required')) expect(is['required']).toEqual(was['required']);
            if (!listed.has('visible_to'))
              expect(is['visible_to_team_ids']).toEqual(was['visible_to_team_ids']);
            if (!listed.has('options')) expect(is['options']).toEqual(was['options']);
          }
        }),
      RUNS,
    );
    tally.expectShares({ others: 0.1 });
  });

  it(
    '7: whatever happens to a write, the next run ends in the same state, and nothing is there twice',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      const struck = fc.record({
        world: worlds,
        at: fc.nat(5),
        fault: fc.constantFrom(...FAULTS),
        dead: fc.boolean(),
      });
      await law(
        struck,
        ({ world, at, fault, dead }) =>
          inValidWorld(world, async (calm, valid) => {
            await calm.apply();
            const wanted = kind.live(calm.emulator);
            const writes = calm.writes.length;
            await inWorld(valid, {}, async (opened) => {
              opened.setBetween(striking(at, fault, dead));
              const first = await opened.apply();
              tally.see({ struck: at < writes, unfinished: at < writes && first?.result.exit !== 0 });
              opened.setBetween(undefined);
              await opened.apply();
              expect(kind.live(opened.emulator)).toEqual(wanted);
              expect([...((await planOf(opened))?.changes ?? [])]).toEqual([]);
            });
          }),
        RUNS,
      );
      tally.expectShares({ struck: 0.3, unfinished: 0.1 });
    },
  );

  it('8: what somebody edited since the plan was made is not written over', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(
      worlds,
      (world) =>
        inValidWorld(world, async (opened) => {
          const plan = await planOf(opened);
          const change = [...(plan?.changes ?? [])].find(
            ({ fields, action, id }) =>
              action === 'update' && id !== null && fields['description'] !== undefined,
          );
          tally.see({ edited: change !== undefined });
          if (plan === undefined || change === undefined) return;
          const name = nameOf(change.address);
          const file = await opened.save(plan);
          expect(kind.edit(opened.emulator, name)).toBe(true);
          const edited = kind.live(opened.emulator).get(name);
          const { result } = await opened.applyFile(file);
          expect([...result.results].find(({ address }) => address === change.address)?.outcome).toBe(
            'stale',
          );
          expect(kind.live(opened.emulator).get(name)).toEqual(edited);
        }),
      RUNS,
    );
    tally.expectShares({ edited: 0.15 });
  });

  it('9: what a guard counts is not done without an allowance', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(
      worlds,
      (world) =>
        inValidWorld(world, async (opened) => {
          opened.disallow('drop_option');
          opened.disallow('archive');
          const applied = await opened.apply();
          const drops = applied !== undefined && isDrop(applied.plan);
          tally.see({ drops });
          if (!drops) return;
          expect(applied.result.exit).toBe(5);
          expect(opened.writes).toEqual([]);
        }),
      RUNS,
    );
    tally.expectShares({ drops: 0.2 });
  });

  it('10: nothing is planned from a list that did not come', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const broken = fc.record({ world: worlds, body: fc.constantFrom('', '{}', '[', '{"data":[{}]}') });
    await law(
      broken,
      ({ world, body }) => {
        const between: Between = (request, answer) => {
          const isList = Object.keys(kind.lists).some((path) => request.url.includes(path));
          return isList ? { ...answer(request), body } : answer(request);
        };
        return inWorld(world, { between }, async (opened) => {
          const { plan } = await opened.plan();
          tally.see({ asked: world.documents.length > 0 });
          if (world.documents.length > 0) expect(plan).toBeUndefined();
          else expect([...(plan?.changes ?? [])]).toEqual([]);
        });
      },
      RUNS,
    );
    tally.expectShares({ asked: 0.6 });
  });

  it('11: a field that did not stick makes its change failed', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(
      worlds,
      (world) =>
        inValidWorld(world, async (opened) => {
          // Intercom takes the write and keeps no description.
          opened.setBetween((request, answer) => {
            if (!isWrite(request) || request.body === '') return answer(request);
            const { description: _, ...rest } = JSON.parse(request.body) as JsonObject;
            const kept = request.method === 'POST' ? { ...rest, description: '' } : rest;
            return answer({ ...request, body: JSON.stringify(kept) });
          });
          const applied = await opened.apply();
          const described = [...(applied?.plan.changes ?? [])].filter(({ fields }) => {
            const field = fields['description'];
            return field !== undefined && !isMembership(field) && field.after !== (field.before ?? null);
          });
          tally.see({ described: described.length > 0 });
          for (const { address } of described) {
            const result = [...(applied?.result.results ?? [])].find((one) => one.address === address);
            // It needs another one that failed so.
            if (result?.outcome === 'skipped') continue;
            expect(result).toMatchObject({
              outcome: 'failed',
              unstuck: [expect.objectContaining({ field: 'description' })],
            });
          }
        }),
      RUNS,
    );
    tally.expectShares({ described: 0.3 });
  });
});
