import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newFromFile } from '../../src/app/new/new.ts';
import { exportContacts } from '../../src/app/pull/people/export-contacts.ts';
import type { EmulatorSeed, SeedAttribute, SeedContact } from '../../src/emulator/index.ts';
import { createTally, LAW_TIMEOUT, law } from '../properties/tally.ts';
import { seedOf, workspaces } from '../properties/workspaces.ts';
import { inWorld, USUAL, type World } from '../pull/pulled-world.ts';

/** Names as people give them to attributes, with values of their types. */
const SPELT = {
  'Plan Name': { data_type: 'string', value: 'Pro' },
  'MRR (EUR)': { data_type: 'float', value: 12.5 },
  Seats: { data_type: 'integer', value: 5 },
  'is VIP': { data_type: 'boolean', value: true },
  'Renewal Date': { data_type: 'date', value: 1705311000 },
  plan_name: { data_type: 'string', value: 'free' },
  'Date of birth': { data_type: 'string', value: '1815-12-10' },
  password_hint: { data_type: 'string', value: 'none' },
  Status: { data_type: 'string', value: 'unsubscribed' },
} as const;

/** A workspace in which some attributes are called with capitals and spaces. */
const worlds = fc
  .record({
    sketch: workspaces,
    spelt: fc.subarray(Object.keys(SPELT) as (keyof typeof SPELT)[], { minLength: 1 }),
    form: fc.constantFrom('csv' as const, 'jsonl' as const),
    attributes: fc.boolean(),
  })
  .map(({ sketch, spelt, ...rest }) => {
    const seed = seedOf(sketch);
    const attributes = spelt.map((name) => ({
      model: 'contact' as const,
      name,
      data_type: SPELT[name].data_type,
    }));
    const contacts = (seed.contacts ?? []).map((contact: SeedContact, at: number) => ({
      ...contact,
      custom_attributes: {
        ...listed(contact, seed.attributes ?? []),
        ...Object.fromEntries(
          spelt.filter((_, index) => (at + index) % 3 > 0).map((name) => [name, SPELT[name].value]),
        ),
      },
    }));
    const spelled: EmulatorSeed = {
      ...seed,
      attributes: [...(seed.attributes ?? []), ...attributes],
      contacts,
    };
    return { seed: spelled, ...rest };
  });

/** Without values that their attribute no longer lists: no set can declare them. */
function listed({ custom_attributes = {} }: SeedContact, attributes: readonly SeedAttribute[]) {
  return Object.fromEntries(
    Object.entries(custom_attributes).filter(([name, value]) => {
      const attribute = attributes.find((one) => one.model === 'contact' && one.name === name);
      return attribute?.options === undefined || attribute.options.map(String).includes(String(value));
    }),
  );
}

/** Exports everybody, makes a set of the file and plans it. */
async function planned(world: World, form: 'csv' | 'jsonl') {
  const file = world.path(`migrations/people.${form}`);
  world.write(`migrations/people.${form}`, '');
  const project = { project: world.folder, variables: new Map<string, string>() };
  const exported = await exportContacts({ ...project, form, out: file }, world.ports);
  expect(exported.exit).toBe(0);
  const made = await newFromFile(
    {
      ...{ ...project, target: [], exclude: [], allow: new Map(), file, shown: `people.${form}` },
      ...{ name: undefined, tags: [], role: undefined, out: undefined, force: false, country: undefined },
      ...{ dates: undefined, columns: new Map(), ask: undefined },
    },
    world.ports,
  );
  expect(made.diagnostics.filter(({ code }) => code !== 'column-misfit')).toEqual([]);
  expect(made.exit).toBe(0);
  return { made, plan: await world.plan() };
}

describe('an export of interform itself', () => {
  it('becomes a set that plans empty, whatever the workspace holds', LAW_TIMEOUT, async () => {
    const tally = createTally();
    await law(worlds, async ({ seed, form, attributes }) => {
      await inWorld(seed, {}, async (world) => {
        const people = world.emulator.state.liveContacts();
        if (people.length === 0) return;
        if (attributes) await world.pulled(USUAL);
        const { made, plan } = await planned(world, form);
        expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(plan.changes).toEqual([]);
        tally.see({
          leads: people.some(({ role }) => role === 'lead'),
          companies: people.some(({ companies }) => companies.length > 0),
          'spelt names': made.guesses.some(({ field }) => /custom_attributes\..*[A-Z ]/.test(field ?? '')),
          csv: form === 'csv',
          'attributes declared': attributes,
        });
      });
    });
    tally.expectShares({
      leads: 0.3,
      companies: 0.2,
      'spelt names': 0.3,
      csv: 0.3,
      'attributes declared': 0.3,
    });
  });

  it.each(['csv', 'jsonl'] as const)(
    'plans empty where live values look as if a spreadsheet broke them: %s',
    async (form) => {
      const seed: EmulatorSeed = {
        app: { id_code: 'ecahpwf5', name: 'Acme' },
        attributes: [
          { model: 'contact', name: 'note', data_type: 'string' },
          { model: 'contact', name: 'score', data_type: 'float' },
        ],
        companies: [{ company_id: '7.0', name: 'Acme' }],
        contacts: [
          {
            role: 'user',
            external_id: '12345.0',
            companies: ['7.0'],
            custom_attributes: { note: '#N/A', score: 1.5 },
          },
          { role: 'user', external_id: '1.46376E+13', custom_attributes: { note: 'None', score: 2 } },
          { role: 'user', external_id: 'u3', name: '#REF!', custom_attributes: { note: "'007" } },
        ],
      };
      await inWorld(seed, {}, async (world) => {
        const { made, plan } = await planned(world, form);
        expect(made.guesses).toContainEqual(
          expect.objectContaining({ field: 'external_id', written: { column: 'external_id', as: 'text' } }),
        );
        expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(plan.changes).toEqual([]);
      });
    },
  );

  it('has the types that the manifests declare', async () => {
    const seed: EmulatorSeed = {
      app: { id_code: 'ecahpwf5', name: 'Acme' },
      attributes: [{ model: 'contact', name: 'Score', data_type: 'float' }],
      contacts: [{ role: 'user', external_id: 'u1', custom_attributes: { Score: 1.5 } }],
    };
    for (const declared of [true, false]) {
      await inWorld(seed, {}, async (world) => {
        if (declared) await world.pulled(USUAL);
        const { made } = await planned(world, 'csv');
        const row = made.columns.find(({ field }) => field === 'custom_attributes.Score');
        expect(row?.type).toBe(declared ? 'float' : 'as it lives');
      });
    }
  });

  it('keeps roles, companies and names as they are, and leaves out what Intercom keeps itself', async () => {
    const seed: EmulatorSeed = {
      app: { id_code: 'ecahpwf5', name: 'Acme' },
      attributes: [{ model: 'contact', name: 'Plan Name', data_type: 'string' }],
      companies: [{ company_id: 'acme', name: 'Acme' }],
      contacts: [
        {
          id: '6762f0dd1bb69f9f2193bb83',
          role: 'user',
          external_id: 'u1',
          email: 'ada@acme.test',
          companies: ['acme'],
          custom_attributes: { 'Plan Name': 'Pro' },
        },
        { id: '6762f0dd1bb69f9f2193bb84', role: 'lead', email: 'lea@acme.test' },
      ],
    };
    await inWorld(seed, {}, async (world) => {
      const { made, plan } = await planned(world, 'csv');
      expect(made.guesses).toContainEqual(expect.objectContaining({ field: 'role', written: 'role' }));
      expect(made.guesses).toContainEqual(
        expect.objectContaining({
          field: 'custom_attributes.Plan Name',
          written: 'custom_attributes.Plan Name',
        }),
      );
      expect(made.guesses).toContainEqual(expect.objectContaining({ field: null, columns: ['created_at'] }));
      expect(made.files).toEqual(['migrations/0001-people.yaml']);
      expect(plan.changes).toEqual([]);
    });
  });
});
