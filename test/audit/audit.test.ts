import { afterEach, describe, expect, it } from 'vitest';
import { contactsSections } from '../../src/render/audit/audit-contacts-text.ts';
import { ACME, contactId, MANIFEST } from './acme.ts';
import { openWorld, type World } from './audited-world.ts';

let world: World | undefined;
afterEach(() => world?.remove());

describe('what is managed', () => {
  it('is what attributes, tags and owner tags declare, without reading a data file', async () => {
    world = openWorld(ACME, { 'migrations/0001-all.yaml': MANIFEST });
    const { attributes, tags, manifests } = await world.audited();
    expect(manifests).toBe(1);
    expect(attributes?.items.filter(({ managed }) => managed).map(({ name }) => name)).toEqual([
      'plan',
      'team',
    ]);
    expect(attributes?.items.find(({ name }) => name === 'team')?.sensitive).toBe(true);
    expect(tags?.items.map(({ name, managed }) => [name, managed])).toEqual([
      ['beta users', true],
      ['beta-users', false],
      ['unused', false],
      ['VIP', true],
    ]);
  });

  it('is nothing in a project without manifests', async () => {
    world = openWorld(ACME);
    const { attributes, tags, manifests, diagnostics } = await world.audited();
    expect(diagnostics).toEqual([]);
    expect(manifests).toBe(0);
    expect(attributes?.counts).toMatchObject({ unmanaged: 6, archived: 1 });
    expect(tags?.counts).toEqual({ tags: 4, unmanaged: 4, unused: 2 });
  });
});

describe('who is not live', () => {
  it('is counted by what became of them', async () => {
    world = openWorld(ACME);
    world.emulator.foreign('DELETE', `/contacts/${contactId(15)}`);
    world.emulator.foreign('POST', `/contacts/${contactId(16)}/block`, {});
    const { contacts } = await world.audited(['contacts']);
    expect(contacts?.not_live).toEqual({
      ...{ read: 3, total: 3, archived: 1, blocked: 1, merged: 0 },
      ...{ pending_deletion: 1, permanently_deleted: 0 },
    });
    const [section] = contacts === undefined ? [] : contactsSections(contacts);
    expect(section?.lines).toContain('  Not live: 1 archived, 1 blocked, 1 pending deletion');
  });
});

describe('how many carry each tag', () => {
  const tags = Array.from({ length: 12 }, (_, n) => `tag ${String(n).padStart(2, '0')}`);
  const contacts = [
    { external_id: 'ada', email: 'ada@acme.test', tags },
    { external_id: 'grace', email: 'grace@acme.test', tags: tags.slice(0, 1) },
    { role: 'lead', email: 'visitor@acme.test', tags: tags.slice(11), archived: true },
  ] as const;

  it('is counted by search where a contact has more tags than are embedded', async () => {
    world = openWorld({ contacts });
    const audit = (await world.audited()).tags;
    expect(audit?.counted_by).toBe('search');
    expect(audit?.items.map(({ contacts: count }) => count)).toEqual([
      2,
      ...Array.from({ length: 11 }, () => 1),
    ]);
  });

  it('is counted by the scan where all are embedded', async () => {
    world = openWorld({ tags, contacts: contacts.slice(1) });
    const audit = (await world.audited()).tags;
    expect(audit?.counted_by).toBe('scan');
    expect(audit?.items.map(({ contacts: count }) => count)).toEqual([
      1,
      ...Array.from({ length: 11 }, () => 0),
    ]);
  });

  it('is asked for without reading contacts when only tags are wanted', async () => {
    world = openWorld({ contacts });
    const document = await world.audited(['tags']);
    expect(document).toMatchObject({ scanned: null, tags: { counted_by: 'search' } });
    expect(document.tags?.items[0]?.contacts).toBe(2);
    expect(document.requests.reads).toBe(2 + tags.length);
  });
});

describe('a scan', () => {
  it('counts a contact once that comes on two pages, and tells how far it is', async () => {
    const contacts = Array.from({ length: 400 }, (_, n) => ({
      external_id: `customer-${n}`,
      created_at: 1_700_000_000 + n,
      custom_attributes: { plan: 'pro' },
    }));
    world = openWorld({ attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }], contacts });
    let first: unknown;
    world.through((inner) => async (...request) => {
      const answer = await inner(...request);
      if (!String(request[0]).endsWith('/contacts/search')) return answer;
      const body = (await answer.json()) as { data: unknown[] };
      if (body.data.length < 150) return Response.json(body, { headers: answer.headers });
      // Every full page ends with the very first contact again (intercom 8.22).
      first ??= body.data[0];
      return Response.json({ ...body, data: [...body.data, first] }, { headers: answer.headers });
    });
    const { scanned, attributes, contacts: people } = await world.audited();
    expect(scanned).toBe(400);
    expect(attributes?.items[0]?.held).toBe(400);
    expect(people?.counts.users).toBe(400);
    expect(world.progress.slice(-3)).toEqual([150, 300, 400]);
  });
});
