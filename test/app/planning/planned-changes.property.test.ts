import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemblePlan } from '../../../src/app/planning/plan-document.ts';
import { type PlacedChange, PlannedChanges } from '../../../src/app/planning/planned-changes.ts';
import { SealedChanges } from '../../../src/app/planning/sealed-changes.ts';
import { stepsOf } from '../../../src/app/request-cost.ts';
import { kinds } from '../../../src/kinds/index.ts';
import { readPlanFile } from '../../../src/plan/file/read-plan-file.ts';
import { writePlanFile } from '../../../src/plan/file/write-plan-file.ts';
import { chosenChanges } from '../../../src/plan/file/written-changes.ts';
import { knownAddresses } from '../../../src/plan/selection/known-addresses.ts';
import type { Change } from '../../../src/types/change.ts';
import { workspaceFacts } from '../../../src/types/facts.ts';
import type { PlanDocument } from '../../../src/types/plan.ts';
import type { Project } from '../../../src/types/project.ts';
import { LEVELS } from '../../../src/types/step.ts';
import { change } from '../../plan/example-changes.ts';

const NAMES = ['ada', 'grace', 'alan', 'joan', 'eve'] as const;

/** Changes of every kind, of which some require others, with what a step needs. */
const base: readonly Change[] = [
  change('attribute/contact/plan', 'create', {
    fields: { name: { after: 'plan' }, model: { after: 'contact' }, data_type: { after: 'string' } },
  }),
  change('tag/vip', 'create', { fields: { name: { after: 'VIP' } } }),
  change('company/acme', 'create', {
    fields: { name: { after: 'Acme' } },
    requires: ['attribute/contact/plan'],
  }),
  ...NAMES.flatMap((name, at) => [
    change(`contact/beta/${name}`, at % 2 === 0 ? 'create' : 'update', {
      fields: {
        email: { ...(at % 2 === 0 ? {} : { before: `old-${name}@acme.test` }), after: `${name}@acme.test` },
        name: { after: `${name} “Countess” \u2028\ud800` },
        tags: { add: ['VIP'], remove: ['beta', 'alpha'] },
      },
      also: [`contact/vips/${name}`],
      context: { role: 'user', set: 'beta', owners: at < 2 ? ['crm'] : [] },
    }),
    change(`contact/beta/left-${name}`, 'archive', { fields: { archived: { before: false, after: true } } }),
  ]),
];

const placed: fc.Arbitrary<readonly PlacedChange[]> = fc
  .array(
    fc.record({
      order: fc.integer({ min: 0, max: 4 }),
      owner: fc.integer({ min: -1, max: 3 }),
      mark: fc.integer({ min: 0, max: 2 }),
      requires: fc.subarray(
        base.map(({ address }) => address),
        { maxLength: 3 },
      ),
    }),
    { minLength: base.length, maxLength: base.length },
  )
  .chain((places) =>
    fc.shuffledSubarray(
      base.map((one, at): PlacedChange => {
        const { requires = [], ...place } = places[at] ?? { order: 0 };
        return { ...place, change: { ...one, requires: [...new Set([...one.requires, ...requires])] } };
      }),
      { minLength: 0, maxLength: base.length },
    ),
  );

const globs = fc.oneof(
  { weight: 2, arbitrary: fc.constant<string[]>([]) },
  {
    weight: 1,
    arbitrary: fc.subarray([
      'tag/*',
      'contact/**',
      'contact/vips/ada',
      'company/acme',
      'tag/vap',
      'merge/**',
    ]),
  },
);

/** Strikes out one in four. */
const keepsMost = fc.func<[number, number], boolean>(fc.nat(3).map((drawn) => drawn > 0));

const settings = fc.record({
  target: globs,
  exclude: globs,
  always: globs,
  keeps: keepsMost,
  limits: fc.constantFrom({}, { max_detach: '5%' }, { max_archive: 1, max_create: 1 }),
});

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

async function planOf(
  items: readonly PlacedChange[],
  { target, exclude, always, keeps, limits }: Settings,
  inMemory: number,
): Promise<PlanDocument> {
  const planned = new PlannedChanges({ inMemory });
  for (const item of items) planned.add(item);
  const scopedGuards = {
    sets: new Map([['beta', { max_update: 1, max_detach: '10%' }]]),
    owners: new Map([['crm', { max_create: 0 }]]),
  };
  const project = {
    ...{ exclude: always, guards: limits, scopedGuards, rules: new Map() },
    ...{ intercom_version: '2.16', environment: null, file: 'interform.yaml' },
  } as unknown as Project; // Nothing else of it is asked for.
  const options = { target, exclude, files: [], owners: [], allow: new Map() };
  const known = knownAddresses(options);
  known.note('tag/known');
  const facts = {
    ...{ options, project },
    loaded: { digest: 'sha256:00', version: null, declared: new Map() },
    catalog: { members: new Map([['beta', 30]]), incomplete: new Set<string>() },
    workspace: { id: 'ecahpwf5', name: 'Acme', region: 'US' },
    diagnostics: [],
    reads: () => 3,
    rate: 50,
    recheck: 'batch' as const,
    facts: workspaceFacts([]),
    bulk: { create: 'off' as const, update: 'off' as const },
  };
  return assemblePlan({ changes: planned, keeps, known, unchanged: 4, skipped: 1 }, facts);
}

function fileOf(plan: PlanDocument): Buffer {
  return Buffer.concat(Array.from(writePlanFile(plan), (piece) => Buffer.from(piece)));
}

describe('changes on disk', () => {
  it('are the same document and the same plan file as a list', async () => {
    let spooled = 0;
    await fc.assert(
      fc.asyncProperty(placed, settings, async (items, how) => {
        const list = await planOf(items, how, Number.POSITIVE_INFINITY);
        const disk = await planOf(items, how, 0);
        if (!Array.isArray(disk.changes)) spooled += 1;
        expect(Array.isArray(list.changes)).toBe(true);
        expect({ ...disk, changes: [...disk.changes] }).toEqual(list);
        expect(JSON.stringify(disk)).toBe(JSON.stringify(list));
        expect(fileOf(disk).toString()).toBe(fileOf(list).toString());
        const read = await readPlanFile(
          (async function* () {
            yield fileOf(disk);
          })(),
          new SealedChanges({ inMemory: 0 }),
        );
        expect(read.diagnostic).toBeUndefined();
        expect([...(read.plan?.changes ?? [])]).toEqual([...list.changes]);
      }),
      { numRuns: 150 },
    );
    expect(spooled).toBeGreaterThan(50);
  });

  it('come by level, kind, declaration, id and address, without what was struck out', async () => {
    const plain = { target: [], exclude: [], always: [], limits: {} };
    const text = (one: Change) => [
      String(LEVELS.indexOf(stepsOf(one)[0]?.level ?? 'updates')),
      String(kinds.findIndex(({ name }) => name === one.kind)),
    ];
    await fc.assert(
      fc.asyncProperty(placed, fc.func<[number, number], boolean>(fc.boolean()), async (items, keeps) => {
        const plan = await planOf(items, { ...plain, keeps }, 0);
        const expected = items
          .filter(({ owner = -1, mark = 0 }) => keeps(owner, mark))
          .map(({ change: one, order }) => [...text(one), String(order), one.id ?? '', one.address])
          .sort((a, b) => {
            const at = a.findIndex((part, index) => part !== b[index]);
            return (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
          });
        expect([...plan.changes].map(({ address }) => address)).toEqual(expected.map((parts) => parts[4]));
      }),
    );
  });

  it('are chosen by their place as those of a list are', async () => {
    await fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: base.length, maxLength: base.length }), (bits) => {
        const places = Uint8Array.from(bits, Number);
        const store = new SealedChanges({ inMemory: 0 });
        for (const one of base) store.add(one);
        expect([...chosenChanges(store.seal(), places)]).toEqual([...chosenChanges(base, places)]);
      }),
    );
  });

  it('may be longer than what is read at a time', () => {
    const long = base.map((one, at) => ({ ...one, reason: 'é'.repeat(at % 3 === 0 ? 400_000 : 90_000) }));
    const store = new SealedChanges({ inMemory: 0 });
    for (const one of long) store.add(one);
    expect([...store.seal()]).toEqual(long);
  });
});
