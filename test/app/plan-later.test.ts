import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/app/plan.ts';
import type { SnapshotDocument } from '../../src/app/snapshot/document.ts';
import { takeSnapshot } from '../../src/app/snapshot/take.ts';
import { inWorld, type World } from '../pull/pulled-world.ts';

function companyIds(snapshot: SnapshotDocument | undefined): readonly string[] {
  const rows = snapshot?.['companies'] as readonly { company_id: string }[] | undefined;
  return (rows ?? []).map(({ company_id }) => company_id);
}

const header = 'apiVersion: interform/v1\n';
const live = {
  tags: ['now', 'VIP', 'set-beta', 'mine'],
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'string' },
    { model: 'company', name: 'arr', data_type: 'integer' },
  ],
  companies: [{ company_id: 'globex', name: 'Globex' }],
} as const;
const files = {
  'migrations/0001-tags.yaml': `${header}kind: Tags\ntags: [now]\n`,
  'migrations/0002-more.yaml': `${header}kind: Tags
tags: [vip]
---
${header}kind: DataAttributes
model: contact
attributes: { plan: { type: string } }
---
${header}kind: ContactSet
name: beta
prune: { owner_tag: set-beta, action: untag }
contacts: [{ external_id: customer-1 }]
---
${header}kind: Companies
companies: { globex: { name: Globex } }
`,
};

function planned(world: World, to?: string) {
  return makePlan(
    {
      project: world.folder,
      variables: new Map(),
      target: [],
      exclude: [],
      allow: new Map(),
      ...(to === undefined ? {} : { to: [to] }),
    },
    world.ports,
  );
}

describe('what later versions declare', () => {
  it('is not said to be managed nowhere', async () => {
    await inWorld(live, files, async (world) => {
      const { notManaged } = await planned(world, '0001');
      expect(notManaged).toEqual({ attribute: 1, tag: 1 });
      expect(notManaged).toEqual((await planned(world)).notManaged);
    });
  });

  it('is not added by a pull', async () => {
    await inWorld(live, files, async (world) => {
      const before = world.files();
      await world.pulled(['attributes', 'tags', 'companies', 'contacts'], { to: ['0001'] });
      expect(world.files()).toEqual(before);
    });
  });

  it('is not told where it is wrong', async () => {
    await inWorld(live, { ...files, 'migrations/0003-wrong.yaml': 'a: [' }, async (world) => {
      const { plan, diagnostics } = await planned(world, '0001');
      expect(plan).toBeDefined();
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    });
  });

  it('is in a snapshot, so that a plan up to any version can be made from it', async () => {
    await inWorld(live, files, async (world) => {
      // Somebody else's scroll is open, and the list hides companies without users.
      await world.emulator.fetch('https://api.intercom.io/companies/scroll', {
        headers: { authorization: 'Bearer acme-token' },
      });
      const options = {
        project: world.folder,
        variables: new Map(),
        target: [],
        exclude: [],
        allow: new Map(),
      };
      const { document } = await takeSnapshot({ ...options, contacts: false, to: ['0001'] }, world.ports);
      expect(companyIds(document)).toContain('globex');
    });
  });
});
