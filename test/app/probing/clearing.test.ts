import { describe, expect, it } from 'vitest';
import { differing, probed, type World, worldOf } from './probed.ts';

const PREFIX = 'interform-probe-';

/** What a probe left in a world, and the others who were there. */
function left({ emulator }: World) {
  const of = (path: string) =>
    emulator.foreign('GET', path).body as { data: { name?: string; archived?: boolean }[] };
  const contacts = emulator.state.records('contacts') as readonly {
    external_id: string | null;
    email: string | null;
  }[];
  return {
    contacts: contacts.map(({ external_id, email }) => external_id ?? email),
    tags: of('/tags').data.map(({ name }) => name),
    attributes: of('/data_attributes?model=contact').data.filter(({ name }) => name?.startsWith(PREFIX)),
  };
}

describe('after a probe', () => {
  it('nothing of it is left, and everybody else is as before', async () => {
    const world = worldOf('', {
      seed: { contacts: [{ external_id: 'ada', email: 'interform-probe@acme.test' }], tags: ['VIP'] },
    });
    const run = await probed(world);
    expect(run).toEqual({ facts: expect.any(Array), left: 0 });
    expect(left(world)).toEqual({ contacts: ['ada'], tags: ['VIP'], attributes: [] });
  });

  it('its attributes are still there where they could not be brought back', async () => {
    const world = worldOf('unarchive-attribute=off');
    await probed(world);
    expect(left(world).attributes.map(({ name }) => name)).toEqual([
      `${PREFIX}list`,
      `${PREFIX}text`,
      `${PREFIX}number`,
    ]);
  });

  it('no attribute was made that the one before had not made', async () => {
    const world = worldOf();
    const all = () =>
      (world.emulator.foreign('GET', '/data_attributes?include_archived=true').body as { data: unknown[] })
        .data.length;
    await probed(world);
    const first = all();
    world.clock.now += 60_000;
    await probed(world);
    expect(all()).toBe(first);
  });

  it('at no time more than 15 contacts were there', async () => {
    const world = worldOf('contact-limit=15');
    const run = await probed(world);
    expect(run.facts.filter(({ state }) => state === 'not_probed')).toEqual([]);
  });

  it('a failed request leaves nothing either, and its question open', async () => {
    for (const spec of ['500-after/9', '500-before/7', 'empty/11', 'plan-restricted/8']) {
      const world = worldOf(`${spec},seed=3`);
      const run = await probed(world);
      expect(run.ended, spec).toBe(undefined);
      expect(left(world).contacts, spec).toEqual([]);
    }
  });

  it.each([
    ...['500', '502', '500-after', 'lost', 'html', 'empty'].map(
      (fault) => `${fault}/1 on POST /contacts/bulk`,
    ),
    ...['500-after', 'html', 'empty'].map((fault) => `${fault}/3 on POST /contacts`),
    '500/1 on GET /contacts/deleted',
    '503:0.6 on POST /contacts/search',
    '502/2 on POST /tags',
    '500/2 on PUT /contacts/*',
  ])('%s is no answer to a question, and leaves nobody', async (spec) => {
    const world = worldOf(spec, { indexLagMs: 20_000 });
    const run = await probed(world);
    expect(differing(run)).toEqual({});
    expect(left(world).contacts).toEqual([]);
  });

  it.each([3, 20, 35, 50])('Ctrl-C after %i requests leaves nothing and tells nothing', async (count) => {
    const stop = new AbortController();
    let sent = 0;
    const world = worldOf();
    const run = await probed(world, {
      signal: stop.signal,
      onRequest: () => {
        sent += 1;
        if (sent === count) stop.abort();
      },
    });
    expect(run).toEqual({ facts: [], left: 0, ended: 'interrupted' });
    expect(left(world)).toEqual({ contacts: [], tags: [], attributes: expect.any(Array) });
  });

  it('what a killed one left is gone, and nobody who is only called alike', async () => {
    const world = worldOf('', {
      seed: {
        contacts: [
          { external_id: `${PREFIX}old-1`, email: `${PREFIX}old-1@example.com` },
          { role: 'lead', email: `${PREFIX}old-2@example.com` },
          { external_id: 'ada', email: 'ada@acme.test', name: `${PREFIX}fan` },
        ],
        tags: [`${PREFIX}tag`],
      },
    });
    await probed(world);
    expect(left(world)).toMatchObject({ contacts: ['ada'], tags: [] });
  });

  it('a search that heeds no filter deletes nobody', async () => {
    const world = worldOf('', { seed: { contacts: [{ external_id: 'ada' }] } });
    await probed(world, { fetch: heedless(world.emulator.fetch) });
    expect(left(world).contacts).toEqual(['ada']);
  });
});

/** Answers every search as if it asked for everybody (intercom 8.23). */
function heedless(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  const everybody = { field: 'created_at', operator: '>', value: 0 };
  return (input, init) => {
    const isSearch = String(input).endsWith('/contacts/search');
    return fetch(input, isSearch ? { ...init, body: JSON.stringify({ query: everybody }) } : init);
  };
}
