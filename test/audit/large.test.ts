import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWorld, type World } from './audited-world.ts';
import { COUNTS, largeSeed, MERGEABLE } from './large-workspace.ts';

describe('an audit of 50,000 contacts', () => {
  let world: World;

  beforeAll(() => {
    world = openWorld(largeSeed());
    const live = world.emulator.state.liveContacts();
    const users = new Map(live.filter(({ role }) => role === 'user').map(({ email, id }) => [email, id]));
    for (const { id, email, name } of live) {
      if (name !== 'merged away') continue;
      const answer = world.emulator.foreign('POST', '/contacts/merge', {
        from: id,
        into: users.get(email) ?? '',
      });
      expect(answer.status).toBe(200);
    }
    world.emulator.clearRequests();
  }, 600_000);
  afterAll(() => world.remove());

  it('counts everybody once and pairs exactly the leads that belong to one user', async () => {
    const document = await world.audited(['attributes', 'tags', 'contacts'], 'migrations/merges.yaml');
    expect(document.scanned).toBe(COUNTS.live);
    expect(document.contacts?.counts).toEqual({
      users: COUNTS.users,
      leads: COUNTS.leads,
      leads_beside_users: MERGEABLE + COUNTS.ambiguous,
      mergeable: MERGEABLE,
      ambiguous_leads: COUNTS.ambiguous,
      users_sharing: 2 * COUNTS.userPairs,
      leads_sharing: 2 * COUNTS.leadPairs,
      users_without_external_id: COUNTS.withoutExternalId,
      leads_without_email_or_phone: 0,
    });
    expect(document.contacts?.mergeable).toHaveLength(MERGEABLE);
    expect(document.contacts?.mergeable.filter(({ after }) => after !== null)).toHaveLength(COUNTS.bringing);
    expect(document.attributes?.items[0]).toMatchObject({ name: 'plan', held: COUNTS.users });
    expect(document.tags?.items.find(({ name }) => name === 'vip')?.contacts).toBe(COUNTS.users / 100);
    // All were created on one day. A scan in parts counts them, and the last page of each is not full.
    expect(document.requests.reads).toBeLessThanOrEqual(Math.ceil(COUNTS.live / 150) * 1.5);
    expect(
      world.emulator.requests.filter(({ method, path }) => method !== 'GET' && path !== '/contacts/search'),
    ).toEqual([]);
  }, 600_000);

  it('writes merges whose plan is exactly them and whose apply leaves none', async () => {
    const before = (await world.audited(['contacts'], 'migrations/merges.yaml')).contacts;
    const { plan, result } = await world.planAndApply(MERGEABLE);
    expect(plan.summary).toMatchObject({
      merge: MERGEABLE,
      create: 0,
      update: 0,
      convert: 0,
      archive: 0,
      blocked: 0,
    });
    expect(new Set([...plan.changes].map(({ id }) => id))).toEqual(
      new Set(before?.mergeable.map(({ lead }) => lead.id)),
    );
    expect(result.summary).toMatchObject({ done: MERGEABLE, failed: 0, stale: 0, skipped: 0, unknown: 0 });
    expect(result.exit).toBe(0);
    const after = (await world.audited(['contacts'], 'migrations/merges.yaml')).contacts;
    expect(after?.counts).toMatchObject({
      leads: COUNTS.leads - MERGEABLE,
      mergeable: 0,
      ambiguous_leads: COUNTS.ambiguous,
    });
    expect(world.read('migrations/merges.yaml')).toMatch(/^merges: \[\]$/m);
    const again = await world.plan(0);
    expect(again.plan?.changes).toEqual([]);
  }, 600_000);
});
