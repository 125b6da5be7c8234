import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EmulatorRequest, EmulatorResponse } from '../../src/emulator/index.ts';
import type { Change } from '../../src/types/change.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import { OWNER_TAGS } from './alphabet.ts';
import type { Document } from './manifests.ts';
import { type Between, inWorld, type OpenOptions } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { type World, type WorldSketch, worldOf, worldSketches, worlds } from './world.ts';

describe('law 4, determinism', () => {
  it(
    'makes byte-identical plans whatever the order in which Intercom and the disk list things',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(fc.tuple(worlds, fc.integer({ min: 1 })), async ([world, order]) => {
        const plain = await planned(world, {});
        const shuffled = await planned(world, {
          between: shufflingAnswers(order),
          fileOrder: (paths) => shuffle(paths, order),
        });
        expect(withoutCost(shuffled)).toBe(withoutCost(plain));
        tally.see({
          changes: (plain?.changes.length ?? 0) > 0,
          findings: (plain?.diagnostics.length ?? 0) > 0,
        });
      });
      tally.expectShares({ changes: 0.5, findings: 0.2 });
    },
  );

  it('lists who left a set in one order, however Intercom lists them', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(fc.tuple(worldSketches.map(withLeavers), fc.integer({ min: 1 })), async ([world, order]) => {
      const plain = await planned(world, {});
      const shuffled = await planned(world, { between: shufflingAnswers(order) });
      expect(withoutCost(shuffled)).toBe(withoutCost(plain));
      const pruned = [...(plain?.changes ?? [])].filter(({ address }) => address.includes('/left-'));
      tally.see({ several: pruned.length > 1 });
    });
    tally.expectShares({ several: 0.2 });
  });

  it(
    'makes the same plan whatever the order of map keys, but for the digest of the files and columns',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(fc.tuple(worlds, fc.integer({ min: 1 })), async ([world, order]) => {
        const plain = await planned(world, {});
        const shuffled = await planned(world, { keyOrder: (keys) => shuffle(keys, order) });
        expect(withoutSpelling(shuffled)).toEqual(withoutSpelling(plain));
        tally.see({ changes: (plain?.changes.length ?? 0) > 0 });
      });
      tally.expectShares({ changes: 0.5 });
    },
  );

  it('decides who is who whatever the order of rows', LAW_TIMEOUT, async () => {
    const tally = createTally();
    const stopping = worldSketches.map(({ manifests, ...rest }) =>
      worldOf({
        ...rest,
        manifests: {
          ...manifests,
          // first and last are about the order; a row is taken or the plan stops without them.
          sets: manifests.sets.map((set) => ({
            ...set,
            policy: { ...set.policy, on_duplicate_row: 'stop' },
          })),
        },
      }),
    );
    await law(fc.tuple(stopping, fc.integer({ min: 1 })), async ([world, order]) => {
      const plain = await planned(world, {});
      const rows = (document: Document): Document =>
        document.list?.key !== 'contacts'
          ? document
          : { ...document, list: { ...document.list, items: shuffle(document.list.items, order) } };
      const shuffled = await planned({ ...world, documents: world.documents.map(rows) }, {});
      const stops = hasErrors(plain);
      expect(hasErrors(shuffled)).toBe(stops);
      tally.see({ decided: !stops && (plain?.changes.length ?? 0) > 1 });
      if (!stops) expect(decisions(shuffled)).toEqual(decisions(plain));
    });
    tally.expectShares({ decided: 0.2 });
  });
});

/** Three more people of the first set, which prunes; no manifest declares them, and each carries two tags that come off. */
function withLeavers(sketch: WorldSketch): World {
  const { workspace, manifests } = sketch;
  const [first, ...others] = manifests.sets;
  if (first === undefined) return worldOf(sketch);
  const leaver = (index: number): WorldSketch['workspace']['contacts'][number] => ({
    role: 'user',
    external_id: `left-${index}`,
    email: null,
    archived: false,
    age: 0,
    fields: {},
    custom: {},
    tags: ['beta', 'old'],
    ownedBy: OWNER_TAGS[0] ?? null,
    manyTags: false,
    companies: [],
    note: false,
  });
  const pruning = {
    ...first,
    prune: 'untag' as const,
    defaults: { ...first.defaults, tags: ['old', 'beta'] },
  };
  return worldOf({
    ...sketch,
    workspace: { ...workspace, contacts: [...workspace.contacts, leaver(1), leaver(2), leaver(3)] },
    manifests: { ...manifests, sets: [pruning, ...others] },
  });
}

async function planned(world: World, options: OpenOptions): Promise<PlanDocument | undefined> {
  return inWorld(world, options, async (opened) => (await opened.plan()).plan);
}

function withoutCost(plan: PlanDocument | undefined): string {
  return JSON.stringify(plan === undefined ? null : { ...plan, cost: null }, null, 1);
}

/** Without what must change when a file is written differently: its digest, and the columns of findings. */
function withoutSpelling(plan: PlanDocument | undefined): Json {
  if (plan === undefined) return null;
  const diagnostics = plan.diagnostics.map((finding) => JSON.stringify({ ...finding, column: 0 })).sort();
  const shown = { ...plan, cost: null, manifests: null, diagnostics };
  return JSON.parse(JSON.stringify(shown));
}

function hasErrors(plan: PlanDocument | undefined): boolean {
  return plan === undefined || plan.diagnostics.some(({ severity }) => severity === 'error');
}

/** Who is created, updated, converted or merged with which values, in an order of its own. */
function decisions(plan: PlanDocument | undefined): readonly string[] {
  return [...(plan?.changes ?? [])]
    .filter(({ kind }) => kind === 'contact' || kind === 'merge')
    .map(({ address, also, action, id, fields }: Change) =>
      JSON.stringify([[address, ...also].sort(), action, id, Object.entries(fields).map(sortedLists).sort()]),
    )
    .sort();
}

function sortedLists([path, field]: [string, Change['fields'][string]]): Json {
  if ('add' in field) return [path, [...field.add].sort(), [...field.remove].sort()];
  return [path, field.before ?? null, field.after];
}

/** A fixed reordering for each seed. */
function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const shuffled = [...items];
  let state = seed >>> 0 || 1;
  for (let index = shuffled.length - 1; index > 0; index -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = state % (index + 1);
    const [one, two] = [shuffled[index], shuffled[other]];
    if (one === undefined || two === undefined) continue;
    shuffled[index] = two;
    shuffled[other] = one;
  }
  return shuffled;
}

/** Reorders the rows inside every list and page that Intercom answers. */
function shufflingAnswers(seed: number): Between {
  return (request: EmulatorRequest, answer): EmulatorResponse => {
    const given = answer(request);
    if (given.status !== 200 || given.body === '') return given;
    const body: JsonObject = JSON.parse(given.body);
    const reordered = { ...body };
    for (const key of ['data', 'tags', 'admins', 'companies']) {
      const rows = body[key];
      if (Array.isArray(rows)) Object.assign(reordered, { [key]: shuffle(rows, seed).map(innerLists) });
    }
    return { ...given, body: JSON.stringify(reordered) };

    function innerLists(row: Json): Json {
      if (typeof row !== 'object' || row === null || Array.isArray(row)) return row;
      const tags = (row as JsonObject)['tags'];
      if (typeof tags !== 'object' || tags === null || Array.isArray(tags)) return row;
      const data = (tags as JsonObject)['data'];
      return Array.isArray(data) ? { ...row, tags: { ...tags, data: shuffle(data, seed) } } : row;
    }
  };
}
