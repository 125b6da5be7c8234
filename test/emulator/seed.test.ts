import { describe, expect, it } from 'vitest';
import { createEmulator, parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

function problemsOf(json: unknown): string[] {
  try {
    parseSeed(json);
  } catch (error) {
    if (error instanceof SeedError) return error.problems.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
  return [];
}

describe('parseSeed', () => {
  it('says where and what everything wrong is', () => {
    expect(
      problemsOf({
        app: { region: 'MARS' },
        admins: [{ id: 814860, email: 'jane@acme.test' }],
        attributes: [{ model: 'contact', name: 'plan', data_type: 'mithril' }],
        tags: ['vip', 7],
        companies: [{ name: 'Acme' }],
        contacts: [{ role: 'visitor', emial: 'ada@acme.test' }, 'ada'],
        extra: true,
      }),
    ).toEqual([
      'app.region: must be one of US, EU, AU, not "MARS"',
      'admins[0].id: must be digits, not 814860',
      'attributes[0].data_type: must be one of string, integer, float, boolean, date, datetime, options, not "mithril"',
      'tags[1]: must be a text, not 7',
      'companies[0].company_id: is missing',
      'contacts[0].role: must be one of user, lead, not "visitor"',
      expect.stringContaining('contacts[0].emial: is not known here; known are id, role, external_id, email'),
      'contacts[1]: must be an object, not "ada"',
      expect.stringContaining('extra: is not known here; known are app, admins'),
    ]);
  });

  it('checks that what contacts refer to is there', () => {
    expect(
      problemsOf({
        app: { timezone: 'Mars/Olympus' },
        admins: [{ id: '1', email: 'jane@acme.test' }],
        companies: [{ company_id: 'acme' }, { company_id: 'acme' }],
        contacts: [
          { id: 'ada', companies: ['globex'], custom_attributes: { plan: 'pro' }, owner_id: '2' },
          { id: 'ada' },
        ],
      }),
    ).toEqual([
      'app.timezone: "Mars/Olympus" is no IANA timezone',
      'companies[1].company_id: "acme" is that of companies[0] already',
      'contacts[1].id: "ada" is that of contacts[0] already',
      'contacts[0].custom_attributes.plan: no contact attribute of this name in attributes',
      'contacts[0].companies[0]: no company "globex" in companies',
      'contacts[0].owner_id: no admin "2" in admins',
    ]);
  });

  it('checks that no id or attribute stands twice', () => {
    const plan = { model: 'contact', name: 'plan', data_type: 'string' };
    expect(
      problemsOf({
        admins: [
          { id: '1', email: 'jane@acme.test' },
          { id: '1', email: 'joe@acme.test' },
        ],
        attributes: [plan, { ...plan, model: 'company' }, plan],
        tags: [{ id: '81', name: 'vip' }, 'beta', { id: '81', name: 'gold' }],
      }),
    ).toEqual([
      'admins[1].id: "1" is that of admins[0] already',
      'attributes[2].name: "contact/plan" is that of attributes[0] already',
      'tags[2].id: "81" is that of tags[0] already',
    ]);
  });

  it('names what embedded lists hold by ids that are not in the seed', () => {
    const tags = { type: 'list', data: [{ id: '81', type: 'tag' }] };
    expect(problemsOf({ contacts: [{ id: 'ada', tags }] })).toEqual([
      'contacts[0].tags.data[0].id: no such id in tags: "81"',
    ]);
  });

  it('is refused for what is no object', () => {
    expect(problemsOf([])).toEqual([': must be an object, not a list']);
    expect(() => parseSeed(null)).toThrow('seed: must be an object, not null');
  });
});

describe('a seeded workspace', () => {
  it('shows its app and admins', async () => {
    const seed = parseSeed({
      app: { id_code: 'x1y2z3', name: 'Acme EU', region: 'EU', timezone: 'Europe/Dublin' },
      admins: [{ id: '814860', name: 'Jane', email: 'jane@acme.test' }],
    });
    const { send } = startClient({ seed });
    expect((await send('GET', '/me')).body).toMatchObject({
      type: 'admin',
      id: '814860',
      email: 'jane@acme.test',
      app: { type: 'app', id_code: 'x1y2z3', name: 'Acme EU', region: 'EU', timezone: 'Europe/Dublin' },
    });
    expect((await send('GET', '/admins')).body).toMatchObject({
      type: 'admin.list',
      admins: [{ type: 'admin', id: '814860', email: 'jane@acme.test', name: 'Jane' }],
    });
  });

  it('has defaults for everything', async () => {
    const { send } = startClient();
    expect((await send('GET', '/me')).body).toMatchObject({
      app: { id_code: 'ecahpwf5', name: 'Acme', region: 'US', timezone: 'America/Los_Angeles' },
    });
  });

  it('holds contacts as written, archived ones as tombstones', async () => {
    const { send, emulator } = startClient({
      indexLagMs: 60_000,
      seed: parseSeed({
        attributes: [
          { model: 'contact', name: 'plan', data_type: 'options', options: ['free', { value: 'pro' }] },
        ],
        companies: [{ company_id: 'acme', name: 'Acme' }],
        contacts: [
          {
            external_id: 'ada',
            email: 'ada@acme.test',
            created_at: 1_600_000_000,
            updated_at: 1_600_000_500,
            custom_attributes: { plan: 'pro' },
            tags: ['vip', 'VIP'],
            companies: ['acme'],
            notes: ['Hello'],
          },
          { external_id: 'old', archived: true },
        ],
      }),
    });
    const list = await send('GET', '/contacts');
    expect(list.body).toMatchObject({
      total_count: 1,
      data: [{ external_id: 'ada', updated_at: 1_600_000_500 }],
    });
    expect(emulator.state.liveContacts()[0]).toMatchObject({
      custom_attributes: { plan: 'pro' },
      tags: ['vip'],
      companies: ['acme'],
      notes: ['<p>Hello</p>'],
    });
    const reply = await send('POST', '/contacts', { external_id: 'old' });
    expect(errorOf(reply).message).toMatch(/^An archived contact matching/);
  });

  it('refuses values that no write could have stored', () => {
    const attributes = [{ model: 'contact' as const, name: 'seats', data_type: 'integer' }];
    expect(() =>
      createEmulator({ seed: { attributes, contacts: [{ custom_attributes: { seats: 'x' } }] } }),
    ).toThrow("contacts[0].custom_attributes: Custom attribute 'seats' must be a valid integer");
  });
});

describe('a seed of answers', () => {
  it('makes a workspace that gives the same answers', async () => {
    const one = startClient({
      seed: {
        app: { name: 'Acme', timezone: 'Europe/Dublin' },
        admins: [{ id: '814860', name: 'Jane', email: 'jane@acme.test' }],
        attributes: [
          { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] },
          { model: 'company', name: 'arr', data_type: 'integer', description: 'Yearly.' },
        ],
        tags: [{ id: '81', name: 'vip' }],
        companies: [
          { company_id: 'acme', plan: 'Pro', size: 3, tags: ['vip'], custom_attributes: { arr: 1 } },
        ],
        contacts: [
          {
            external_id: 'ada',
            email: 'ada@acme.test',
            avatar: 'https://acme.test/ada.png',
            owner_id: '814860',
            custom_attributes: { plan: 'pro' },
            tags: ['vip'],
            companies: ['acme'],
            observed: { location: { country: 'Ireland' }, browser: 'chrome' },
          },
          { role: 'lead', email: 'visitor@acme.test' },
        ],
      },
    });
    const answers = async ({ send }: typeof one) => {
      const body = async (method: string, path: string) => (await send(method, path)).body;
      return {
        me: await body('GET', '/me'),
        admins: (await body('GET', '/admins')).admins,
        attributes: (await body('GET', '/data_attributes?include_archived=true')).data,
        tags: (await body('GET', '/tags')).data,
        companies: (await body('POST', '/companies/list')).data,
        contacts: (await body('GET', '/contacts')).data,
      };
    };
    const first = await answers(one);
    expect(first.contacts).toHaveLength(2);
    const { me, ...seed } = first;
    const two = startClient({ seed: parseSeed({ ...seed, app: me.app }) });
    expect(await answers(two)).toEqual(first);
  });

  it('keeps ids that it makes away from those that are given', async () => {
    const seed = parseSeed({
      attributes: [
        { model: 'contact', name: 'plan', data_type: 'string' },
        { id: 1, model: 'contact', name: 'seats', data_type: 'integer' },
      ],
      tags: ['vip', { id: '7522901', name: 'beta' }],
    });
    const { emulator } = startClient({ seed });
    expect(emulator.state.attributes().map(({ id, name }) => [id, name])).toEqual([
      [2, 'plan'],
      [1, 'seats'],
    ]);
    expect(new Set(emulator.state.tags().map(({ id }) => id)).size).toBe(2);
  });
});
