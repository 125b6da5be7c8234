import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { openWorld } from '../pull/pulled-world.ts';

const worlds: { remove(): void }[] = [];
afterEach(() => {
  for (const world of worlds.splice(0)) world.remove();
});

const namesOf = (count: number) => Array.from({ length: count }, (_, index) => `acme-${index}`);

const companiesOf = (count: number) => `apiVersion: interform/v1
kind: Companies
companies:
${namesOf(count)
  .map((name) => `  ${name}: { name: ${name} }`)
  .join('\n')}
`;

/** Ada and Bob refer to a company each. */
const contacts = (policy = '') => `apiVersion: interform/v1
kind: ContactSet
name: beta
${policy}
contacts:
  - { external_id: ada, companies: [acme-7] }
  - { external_id: bob, companies: [acme-8] }
`;

/** All are live under another name, each fifth with a user. */
const seedOf = (count: number): EmulatorSeed => ({
  tags: [{ name: 'vip' }],
  companies: namesOf(count).map((company_id) => ({ company_id, name: 'Old' })),
  contacts: [
    ...namesOf(count)
      .filter((_, index) => index % 5 === 0)
      .map((company_id) => ({ external_id: `user-of-${company_id}`, companies: [company_id] })),
    { external_id: 'ada', companies: ['acme-9'] },
  ],
});

const FEWER = 200;

async function planned(
  target: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
  count = FEWER,
) {
  const world = openWorld(seedOf(count), { 'migrations/0001-all.yaml': companiesOf(count), ...files });
  worlds.push(world);
  const plan = await world.plan({ target });
  const asked = world.emulator.requests.map(({ path }) => path);
  return { plan, requests: asked, single: asked.filter((path) => path === '/companies').length };
}

describe('reads of companies', () => {
  it('plans 1,500 of them, all live, with at most 40 reads', async () => {
    const { plan, requests } = await planned([], {}, 1_500);
    expect(plan.summary).toMatchObject({ create: 0, update: 1_500 });
    expect(plan.cost.reads).toBe(requests.length);
    expect(plan.cost.reads).toBeLessThanOrEqual(40);
  });

  it('reads only those that --target names', async () => {
    const { plan, single } = await planned(['company/acme-1', 'company/acme-2']);
    expect([...plan.changes].map(({ address }) => address)).toEqual(['company/acme-1', 'company/acme-2']);
    expect(single).toBe(2);
    expect(plan.cost.reads).toBeLessThanOrEqual(8);
  });

  it('reads none where --target needs none', async () => {
    const { plan, requests } = await planned(['tag/*'], {
      'migrations/0002.yaml': 'apiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n',
    });
    expect([...plan.changes].map(({ address }) => address)).toEqual(['tag/beta']);
    expect(requests.filter((path) => path.startsWith('/companies'))).toEqual([]);
  });

  it('reads those that contacts refer to where --target may select a contact', async () => {
    const { plan, single } = await planned(['contact/beta/ada'], { 'migrations/0002.yaml': contacts() });
    expect(plan.changes).toMatchObject([
      {
        address: 'contact/beta/ada',
        fields: { companies: { add: ['acme-7'], remove: [] } },
      },
    ]);
    expect(single).toBe(2);
  });

  it('plans what exact takes off as without --target', async () => {
    const files = { 'migrations/0002.yaml': contacts('policy: { companies: exact }') };
    const { plan } = await planned(['contact/beta/ada'], files);
    expect(plan.changes).toMatchObject([
      { address: 'contact/beta/ada', fields: { companies: { add: ['acme-7'], remove: ['acme-9'] } } },
    ]);
  });

  it.each([
    ['contact/**'],
    ['**'],
    ['company/acme-1?'],
    ['*/beta/ada'],
    ['contact/beta/bob', 'company/acme-8'],
    ['company/acme-8'],
  ])('selects the same changes as from everything: %s', async (...target) => {
    const files = { 'migrations/0002.yaml': contacts() };
    const all = await planned([], files);
    const some = await planned(target, files);
    const kept = new Set([...some.plan.changes].map(({ address }) => address));
    expect(kept.size).toBeGreaterThan(0);
    expect(some.plan.changes).toEqual([...all.plan.changes].filter(({ address }) => kept.has(address)));
  });

  it('tells a company that is neither declared nor live whatever is selected', async () => {
    const world = openWorld(seedOf(FEWER), {
      'migrations/0001-all.yaml': companiesOf(FEWER),
      'migrations/0002.yaml': contacts().replace('acme-8', 'acme-80000'),
    });
    worlds.push(world);
    const { diagnostics } = await world.plan({ target: ['company/acme-1'] });
    // The set that refers to it is not selected (docs/decisions/0022).
    expect(diagnostics).toMatchObject([{ code: 'unknown-company', severity: 'warning' }]);
  });
});
