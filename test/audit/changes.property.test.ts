import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contactId } from './acme.ts';
import { openWorld } from './audited-world.ts';

const FILE = 'migrations/changes.yaml';
const NAMES = [
  ...['plan name', 'plan_name', 'Plan Name', 'planName', 'plan-name', 'plan_name2', 'ｐｌａｎ_name'],
  ...[
    'a # b',
    'a_#b',
    'yes',
    'y e s',
    '- x',
    '-_-x',
    'ünï <b>',
    'u\u0308nï_<b>',
    '007',
    '00_7',
    'home address',
  ],
];
/** What a manifest would fill in, were it not escaped. */
const VARIABLE = ['$', '{var.env}'].join('');
const OPTIONS = [
  'pro',
  'PRO',
  ' pro',
  'Pro\u00a0',
  'free',
  'Free',
  '# x',
  '#X',
  'a: "b"',
  'A: "B"',
  'x\ny',
  'X Y',
  VARIABLE,
  VARIABLE.toUpperCase(),
];
const VALUES = [...OPTIONS, '12', '12.5', 'true', '2026-01-02', 'ada@acme.test'];

const TYPES = ['string', 'string', 'integer', 'float', 'boolean', 'date', 'options'] as const;
type Type = (typeof TYPES)[number];

const attributes = fc.uniqueArray(
  fc.record({
    model: fc.constantFrom('contact' as const, 'contact' as const, 'company' as const),
    name: fc.constantFrom(...NAMES),
    data_type: fc.constantFrom(...TYPES),
    options: fc.uniqueArray(fc.constantFrom(...OPTIONS), { minLength: 2, maxLength: 6 }),
    archived: fc.constantFrom(false, false, false, true),
  }),
  { selector: ({ model, name }) => `${model}/${name}`, minLength: 2, maxLength: 9 },
);
/** Which attribute holds which value, by numbers that are wrapped. */
const holders = fc.array(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { maxLength: 4 }), { maxLength: 8 });

function drawnValue(type: Type, options: readonly string[], at: number) {
  if (type === 'options') return options[at % options.length] ?? '';
  if (type === 'boolean') return at % 2 === 0;
  if (type === 'float') return at + 0.5;
  if (type === 'integer') return at;
  if (type === 'date') return 1_700_000_000 + at * 86_400;
  return VALUES[at % VALUES.length] ?? '';
}

it('whatever a workspace looks like: the written changes can be planned, applied once, and are proposed no more', async () => {
  let active = 0;
  let archived = 0;
  await fc.assert(
    fc.asyncProperty(attributes, holders, async (drawn, held) => {
      const own = drawn.filter(({ model }) => model === 'contact');
      const world = openWorld({
        attributes: drawn.map(({ options, ...one }) =>
          one.data_type === 'options' ? { ...one, options } : one,
        ),
        contacts: held.map((pairs, n) => ({
          id: contactId(n + 1),
          external_id: `customer-${n}`,
          custom_attributes: Object.fromEntries(
            pairs.flatMap(([which, at]) => {
              const one = own[which % Math.max(1, own.length)];
              return one === undefined ? [] : [[one.name, drawnValue(one.data_type, one.options, at)]];
            }),
          ),
        })),
      });
      try {
        const { changes } = await world.audited(['attributes'], undefined, FILE);
        active += changes?.count ?? 0;
        const first = await world.planAndApply(0);
        expect(first.plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(
          [...first.plan.changes].filter(({ action }) => action === 'archive' || action === 'create'),
        ).toEqual([]);
        expect(first.result.exit).toBe(0);
        world.pass(600_000);
        const ends = await world.planAndApply(0, { archive: 50, drop_option: 50 });
        archived += [...ends.plan.changes].filter(({ action }) => action === 'archive').length;
        expect(ends.result.exit).toBe(0);
        world.pass(600_000);
        expect([...(await world.planAndApply(0)).plan.changes]).toEqual([]);
        const left = (await world.audited(['attributes'])).attributes?.proposals ?? [];
        for (const { from } of left)
          expect(from.filter(({ refused, numbered }) => refused === null && !numbered)).toEqual([]);
      } finally {
        world.remove();
      }
    }),
    { numRuns: 40, seed: 7 },
  );
  expect(active).toBeGreaterThan(20);
  expect(archived).toBeGreaterThan(5);
}, 600_000);
