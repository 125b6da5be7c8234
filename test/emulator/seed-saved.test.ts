import { describe, expect, it } from 'vitest';
import { createEmulator, parseSeed } from '../../src/emulator/index.ts';
import { startControlled } from './control-client.ts';

const seed = parseSeed({
  app: { id_code: 'acme1234', name: 'Acme', region: 'EU', timezone: 'Europe/Dublin' },
  admins: [{ id: '7', name: 'Jane', email: 'jane@acme.test' }],
  teams: [{ name: 'Support', admin_ids: ['7'] }],
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'] },
    { model: 'contact', name: 'former', data_type: 'string', archived: true },
    { model: 'company', name: 'arr', data_type: 'integer' },
  ],
  tags: ['vip', { id: '900', name: 'EU' }],
  segments: [{ name: 'Very important', tags: ['vip'], attributes: ['contact/plan'] }],
  companies: [
    { company_id: 'acme', name: 'Acme', plan: 'Gold', custom_attributes: { arr: 12000 }, tags: ['EU'] },
  ],
  contacts: [
    {
      ...{ external_id: 'ada', email: 'ada@acme.test', name: 'Ada', owner_id: '7', tags: ['vip'] },
      ...{ companies: ['acme'], notes: ['Called'], custom_attributes: { plan: 'pro', former: 'x' } },
      ...{ unsubscribed_from_emails: true, observed: { browser: 'Firefox' }, signed_up_at: 1_700_000_000 },
    },
    { external_id: 'bob', email: 'bob@acme.test', archived: true },
    { role: 'lead', email: 'visitor@acme.test' },
  ],
});

describe('a workspace that is saved as a seed', () => {
  it('begins again as it was left, in every resource', async () => {
    const { emulator, send } = startControlled({ seed });
    await send('POST', '/contacts', { external_id: 'carol', custom_attributes: { plan: 'free' } });
    await send('POST', '/tags', { name: 'new' });
    await send('POST', '/companies', { company_id: 'initech', name: 'Initech' });
    const [ada] = emulator.state.liveContacts();
    await send('PUT', `/contacts/${ada?.id}`, { email: '', phone: '+1123456789' });
    const { state } = createEmulator({ seed: emulator.state.seed(), now: () => Date.UTC(2026, 0, 15) });
    expect(state.resources.length).toBeGreaterThan(8);
    for (const name of state.resources)
      expect([name, state.records(name)]).toEqual([name, emulator.state.records(name)]);
    expect(state.allContacts()).toEqual(emulator.state.allContacts());
    expect(state.seed()).toEqual(emulator.state.seed());
    expect(state.counts()).toEqual(emulator.state.counts());
  });

  it('may name owners and members of teams whom it does not list', () => {
    const saved = createEmulator({
      seed: parseSeed({
        teams: [{ name: 'Sales', admin_ids: ['5'] }],
        contacts: [{ email: 'a@b.co', owner_id: 77 }],
      }),
    }).state.seed();
    expect(saved).toMatchObject({ teams: [{ admin_ids: [5] }], contacts: [{ owner_id: '77' }] });
  });

  it('leaves out what a seed cannot say', async () => {
    const { emulator, send } = startControlled({ seed });
    const [ada, visitor] = emulator.state.liveContacts();
    await send('POST', '/contacts/merge', {
      ...{ from: visitor?.id, into: ada?.id, skip_duplicate_validation: true },
    });
    const { contacts } = emulator.state.seed();
    expect(contacts?.map((one) => one.external_id)).toEqual(['ada', 'bob']);
  });

  it('is read over HTTP and put back', async () => {
    const { control, emulator, send } = startControlled({ seed });
    await send('POST', '/contacts', { external_id: 'carol' });
    const saved = await control('GET', '/seed');
    expect(saved.body['contacts']).toHaveLength(4);
    await control('POST', '/reset');
    expect(emulator.state.liveContacts()).toHaveLength(2);
    expect((await control('PUT', '/seed', saved.body)).status).toBe(200);
    expect(await control('GET', '/seed')).toEqual(saved);
  });
});
