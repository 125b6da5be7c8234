import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { ALL, inWorld, USUAL } from './pulled-world.ts';

const LIVE: EmulatorSeed = {
  app: { id_code: 'ecahpwf5', name: 'Acme' },
  attributes: [
    {
      model: 'contact',
      name: 'plan',
      data_type: 'options',
      options: ['free', 'pro', 'enterprise'],
      description: 'What they pay for',
    },
    { model: 'contact', name: 'seats', data_type: 'integer', description: 'Seats', archived: true },
    { model: 'contact', name: 'tier', data_type: 'string' },
    { model: 'company', name: 'arr', data_type: 'integer' },
    { model: 'company', name: 'region', data_type: 'string' },
  ],
  tags: ['vip'],
  companies: [
    {
      company_id: 'acme',
      name: 'Acme Ltd',
      plan: 'Pro',
      size: 7,
      custom_attributes: { arr: 5, region: 'EU' },
      tags: ['vip'],
    },
    { company_id: 'bombe', name: 'Bombe', plan: 'Free', custom_attributes: { region: 'EU' } },
  ],
  contacts: [
    {
      role: 'user',
      external_id: 'ada',
      email: 'ada@acme.test',
      name: 'Ada King',
      tags: ['vip'],
      companies: ['acme', 'bombe'],
    },
  ],
};

const FIRST = `# Ours
apiVersion: interform/v1
kind: DataAttributes   # people
model: contact

attributes:
  # The plan. Ask Grace before you change it.
  plan: { type: options, options: [free, "trial", pro], description: 'Billing plan' } # billing
  seats:
    type: integer      # never a float
    description: >-    # folded
      How many seats
      they bought
    # last words
  tier:
    type: options
    options:
      - gold # the best
      - tin
---
apiVersion: interform/v1
kind: DataAttributes
model: company
attributes:
  arr: &money { type: integer } # yearly
  region: { type: string }
`;

const SECOND = `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes:
  plan:
    description: "Revised"   # by Ada
`;

const COMPANIES = `apiVersion: interform/v1
kind: Companies
companies:
  acme: &base
    name: Acme   # short
    plan: &p Enterprise
    website: https://acme.test # gone
    custom_attributes:
      arr: 3
      region: &r US
    tags: [beta, vip] # two
  bombe:
    <<: *base
    name: "Bombe"
    custom_attributes: { region: *r }
`;

const TAGS = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n';

const SETS = `apiVersion: interform/v1
kind: ContactSet
name: founders
defaults: { custom_attributes: { tier: gold } }
contacts:
  # the first
  - external_id: ada # Ada
    name: Ada Lovelace
    tags:
      - vip
      - beta # not any more
`;

const FILES = {
  'migrations/0001-attributes.yaml': FIRST,
  'migrations/0002-plan.yaml': SECOND,
  'migrations/0003-companies.yaml': COMPANIES,
  'migrations/0003-tags.yaml': TAGS,
};

describe('a pull over manifests that drifted', () => {
  it('changes the value where it is declared last and nothing else', async () => {
    await inWorld(LIVE, FILES, async (world) => {
      const pulled = await world.pulled(USUAL);
      expect(world.read('migrations/0001-attributes.yaml')).toBe(`# Ours
apiVersion: interform/v1
kind: DataAttributes   # people
model: contact

attributes:
  # The plan. Ask Grace before you change it.
  plan: { type: options, options: [free, pro, enterprise], description: 'Billing plan' } # billing
  seats:
    type: integer      # never a float
    description: Seats # folded
    archived: true
    # last words
  tier:
    type: string
    # the best
---
apiVersion: interform/v1
kind: DataAttributes
model: company
attributes:
  arr: &money { type: integer } # yearly
  region: { type: string }
`);
      expect(world.read('migrations/0002-plan.yaml')).toBe(
        SECOND.replace('"Revised"', '"What they pay for"'),
      );
      expect(pulled.files.map(({ file, action }) => [file, action])).toEqual([
        ['migrations/0001-attributes.yaml', 'update'],
        ['migrations/0002-plan.yaml', 'update'],
        ['migrations/0003-companies.yaml', 'update'],
      ]);
      // beta is declared and not live: that is a change to apply, not drift.
      expect(pulled.pending).toBe(1);
    });
  });

  it.each([
    ['[vip, gone]', '[vip]'],
    ['[vip, gone, lost]', '[vip]'],
    ['[gone, lost, vip]', '[vip]'],
    ['[ gone, vip, lost ]', '[ vip ]'],
    ['[\n      vip,\n      gone,\n    ]', '[\n      vip,\n    ]'],
    ['[vip, # the best\n     gone] # two', '[vip # the best\n     ] # two'],
  ])('takes names out of %s without a trace', async (tags, left) => {
    const files = (list: string) =>
      `apiVersion: interform/v1\nkind: Companies\ncompanies:\n  bombe:\n    tags: ${list}\n`;
    const names = 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, gone, lost]\n';
    const seed = {
      tags: ['vip', 'gone', 'lost'],
      companies: [{ company_id: 'bombe', name: 'Bombe', tags: ['vip'] }],
    };
    const given = { 'migrations/0001-c.yaml': files(tags), 'migrations/0001-tags.yaml': names };
    await inWorld(seed, given, async (world) => {
      await world.pulled(['companies']);
      expect(world.read('migrations/0001-c.yaml')).toBe(files(left));
    });
  });

  it('keeps anchors, and writes a shared value out for the item that differs', async () => {
    await inWorld(LIVE, FILES, async (world) => {
      await world.pulled(USUAL);
      expect(world.read('migrations/0003-companies.yaml')).toBe(`apiVersion: interform/v1
kind: Companies
companies:
  acme: &base
    name: Acme Ltd   # short
    plan: &p Pro
    # gone
    custom_attributes:
      arr: 5
      region: &r EU
    tags: [vip] # two
  bombe:
    <<: *base
    name: "Bombe"
    custom_attributes: { region: EU }
    plan: Free
    tags: []
`);
      const plan = await world.plan();
      expect([...plan.changes].map(({ address }) => address)).toEqual(['tag/beta']);
    });
  });

  it('writes several values that a merge key brings out in one map', async () => {
    const companies = COMPANIES.replace('    custom_attributes: { region: *r }\n', '');
    const [acme, bombe] = LIVE.companies ?? [];
    if (acme === undefined || bombe === undefined) throw new Error('there are two companies');
    const seed = { ...LIVE, companies: [acme, { ...bombe, custom_attributes: { arr: 8, region: 'EU' } }] };
    await inWorld(seed, { ...FILES, 'migrations/0003-companies.yaml': companies }, async (world) => {
      await world.pulled(['attributes', 'tags', 'companies']);
      expect(world.read('migrations/0003-companies.yaml').split('bombe:')[1]).toContain(
        'custom_attributes: { arr: 8, region: EU }',
      );
      expect((await world.plan()).changes).toMatchObject([{ address: 'tag/beta' }]);
    });
  });

  it('takes over what was declared of people, at the person', async () => {
    await inWorld(LIVE, { ...FILES, 'migrations/0004-people.yaml': SETS }, async (world) => {
      const pulled = await world.pulled(ALL);
      expect(world.read('migrations/0004-people.yaml')).toBe(`apiVersion: interform/v1
kind: ContactSet
name: founders
defaults: { custom_attributes: { tier: gold } }
contacts:
  # the first
  - external_id: ada # Ada
    name: Ada King
    tags:
      - vip
      # not any more
    custom_attributes: { tier: null }
`);
      expect(pulled.diagnostics).toEqual([]);
    });
  });
});
