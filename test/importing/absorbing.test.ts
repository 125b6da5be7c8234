import { describe, expect, it } from 'vitest';
import type { SeedContact } from '../../src/emulator/index.ts';
import { changesOf, csvProject, importing, refused } from './acme.ts';

const users = 300;
const mail = (n: number) => `person-${n}@acme.test`;

/** Person n has 1 to 3 leads; every third is not a user yet. */
function crowd(): readonly SeedContact[] {
  const contacts: SeedContact[] = [];
  for (let n = 0; n < users; n++) {
    if (n % 3 !== 0)
      contacts.push({
        id: `user-${n}`,
        role: 'user',
        external_id: `c${n}`,
        email: mail(n),
        created_at: 1_600_000_000,
      });
    for (let lead = 0; lead <= n % 3; lead++) {
      contacts.push({
        id: `lead-${n}-${lead}`,
        role: 'lead',
        email: lead === 0 ? mail(n).toUpperCase() : mail(n),
        phone: lead === 0 ? `+35387${String(1_000_000 + n)}` : null,
        created_at: 1_600_000_001 + lead,
        tags: lead === 1 ? ['visitor'] : [],
      });
    }
  }
  return contacts;
}

const csv = `external_id,email\n${Array.from({ length: users }, (_, n) => `c${n},${mail(n)}\n`).join('')}`;
const single = (requests: readonly string[]) =>
  requests.filter((line) => /^GET \/contacts\/[^/]+/.test(line));

describe('identity.leads: absorb over a set of 300 users with one to three leads each', () => {
  it('plans both sides and what is inherited, merges all, and asks no finished merge again', {
    timeout: 600_000,
  }, async () => {
    const contacts = crowd();
    const leads = contacts.filter(({ role }) => role === 'lead').length;
    const converted = users / 3;
    const world = importing(csvProject(csv, '', 'identity: { leads: absorb }'), {
      seed: { tags: [{ name: 'visitor' }], contacts },
      allow: { merge: leads, convert: converted },
    });
    const { made, result } = await world.apply();
    expect(made.summary).toMatchObject({ create: 0, convert: converted, merge: leads - converted });
    expect([...made.changes].find(({ id }) => id === 'lead-1-0')).toMatchObject({
      action: 'merge',
      fields: { into: { after: 'user-1' }, phone: { before: null, after: '+353871000001' } },
      notes: [expect.stringContaining('disappears')],
    });
    expect([...made.changes].find(({ id }) => id === 'lead-1-1')).toMatchObject({
      action: 'merge',
      fields: { into: { after: 'user-1' }, tags: { add: ['visitor'], remove: [] } },
    });
    expect([result.exit, result.summary.failed, result.summary.stale]).toEqual([0, 0, 0]);
    expect(world.people()).toHaveLength(users);
    expect(new Set(world.people().map(({ role }) => role))).toEqual(new Set(['user']));

    const again = await world.plan();
    expect(changesOf(again)).toEqual([]);
    expect(single(world.requests)).toEqual([]);
    // One key by id and, since the set absorbs, one by email: 150 a request (design 12).
    expect(world.requests.length).toBeLessThanOrEqual(Math.ceil((2 * users) / 150) + 5);
  });

  it('asks declared merges from an id in batches once they are finished', { timeout: 600_000 }, async () => {
    const contacts = crowd().filter(({ id }) => /^(user-\d+|lead-\d+-0)$/.test(id ?? ''));
    const pairs = contacts
      .filter(({ role }) => role === 'user')
      .map(({ id = '' }) => id.replace('user-', ''));
    const merges = pairs
      .map((n) => `  - { from: { id: lead-${n}-0 }, into: { external_id: c${n} } }\n`)
      .join('');
    const manifest = `apiVersion: interform/v1\nkind: Merges\nmerges:\n${merges}`;
    const world = importing(
      { 'migrations/0001-merges.yaml': manifest },
      { seed: { contacts }, allow: { merge: pairs.length } },
    );
    const { made, result } = await world.apply();
    expect(made.summary.merge).toBe(pairs.length);
    expect(result.exit).toBe(0);

    const again = await world.plan();
    expect(changesOf(again)).toEqual([]);
    expect(again.plan?.summary.unchanged).toBe(pairs.length);
    expect(single(world.requests)).toEqual([]);
    expect(world.requests.length).toBeLessThanOrEqual(Math.ceil((2 * pairs.length) / 150) + 5);
  });
});

describe('a lead that is declared as a user by its id alone', () => {
  const set = (leads: string, more = '') => ({
    'migrations/0001-vip.yaml': `apiVersion: interform/v1
kind: ContactSet
name: vip
identity: { leads: ${leads} }
contacts: [{ id: lead-new${more} }]
`,
  });
  const seed = {
    contacts: ['lead-old', 'lead-new'].map(
      (id): SeedContact => ({ id, role: 'lead', email: 'ada@acme.test' }),
    ),
  };

  it('takes other leads of its email with it where a manifest says that email', async () => {
    const world = importing(set('absorb', ', email: ada@acme.test'), {
      seed,
      allow: { convert: 1, merge: 1 },
    });
    const { made, result } = await world.apply();
    expect(made.summary).toMatchObject({ convert: 1, merge: 1 });
    expect(result.exit).toBe(0);
    expect(world.people().map(({ id, role }) => [id, role])).toEqual([['lead-new', 'user']]);
    expect(changesOf(await world.plan())).toEqual([]);
  });

  it('is an error beside other leads of its email where no manifest says that email', async () => {
    for (const leads of ['absorb', 'error'])
      expect(await refused(set(leads), { seed })).toContain('error lead-exists: ');
  });
});
