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
