import { describe, expect, it } from 'vitest';
import { parseSeed, SeedError } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

const seed = parseSeed({
  subscription_types: [
    { id: '135', name: 'Newsletters', description: 'Monthly' },
    { name: 'Offers', consent_type: 'opt_in', content_types: ['sms_message'] },
  ],
  contacts: [
    { id: 'ada', external_id: 'ada', email: 'ada@acme.test' },
    { id: 'lead', role: 'lead', email: 'ada@acme.test' },
  ],
});
const PATH = '/contacts/ada/subscriptions';

describe('subscription types (intercom 5.6)', () => {
  it('are listed as seeded', async () => {
    const { send } = startClient({ seed });
    const { data } = (await send('GET', '/subscription_types')).body;
    const translation = { name: 'Newsletters', description: 'Monthly', locale: 'en' };
    expect(data[0]).toEqual({
      type: 'subscription',
      id: '135',
      state: 'live',
      consent_type: 'opt_out',
      default_translation: translation,
      translations: [translation],
      content_types: ['email'],
    });
    expect(data[1]).toMatchObject({ id: '136', consent_type: 'opt_in', content_types: ['sms_message'] });
    expect((await startClient().send('GET', '/subscription_types')).body.data).toEqual([]);
  });

  it('can be pasted from an answer, and need a name', async () => {
    const { data } = (await startClient({ seed }).send('GET', '/subscription_types')).body;
    const again = startClient({ seed: parseSeed({ subscription_types: data }) });
    expect((await again.send('GET', '/subscription_types')).body.data).toEqual(data);
    expect(() => parseSeed({ subscription_types: [{ id: '1' }] })).toThrow(SeedError);
  });

  it('are chosen by a contact, and shown on it by what was consented to', async () => {
    const { send } = startClient({ seed });
    expect((await send('GET', PATH)).body.data).toEqual([]);
    expect((await send('POST', PATH, { id: '135', consent_type: 'opt_out' })).body.id).toBe('135');
    await send('POST', PATH, { id: 136, consent_type: 'opt_in' });
    await send('POST', PATH, { id: '136', consent_type: 'opt_in' });
    expect((await send('GET', PATH)).body.data.map(({ id }) => id)).toEqual(['135', '136']);
    const { body: contact } = await send('GET', '/contacts/ada');
    expect(contact.opted_out_subscription_types).toMatchObject({
      data: [{ type: 'subscription', id: '135', url: '/subscription_types/135' }],
      total_count: 1,
    });
    expect(contact.opted_in_subscription_types).toMatchObject({ data: [{ id: '136' }] });
    expect((await send('DELETE', `${PATH}/135`)).body.id).toBe('135');
    expect((await send('GET', PATH)).body.data.map(({ id }) => id)).toEqual(['136']);
  });

  it('that a lead chose come along when it is merged', async () => {
    const { send } = startClient({ seed });
    await send('POST', '/contacts/lead/subscriptions', { id: '135', consent_type: 'opt_out' });
    await send('POST', '/contacts/merge', { from: 'lead', into: 'ada' });
    expect((await send('GET', PATH)).body.data).toMatchObject([{ id: '135' }]);
  });

  it('stand in seeds with their contacts, and are saved with them', async () => {
    const { send, emulator } = startClient({ seed });
    await send('POST', PATH, { id: '136', consent_type: 'opt_in' });
    const again = startClient({ seed: emulator.state.seed() });
    expect((await again.send('GET', PATH)).body.data).toMatchObject([{ id: '136' }]);
    expect(() => parseSeed({ contacts: [{ external_id: 'ada', subscriptions: ['1'] }] })).toThrow(
      'contacts[0].subscriptions: no subscription type "1" in subscription_types',
    );
  });

  it('that do not exist are refused, as are contacts and consents', async () => {
    const { send } = startClient({ seed });
    const choice = { id: '1', consent_type: 'opt_in' };
    expect(errorOf(await send('POST', PATH, choice)).message).toBe('Resource Not Found');
    expect(errorOf(await send('DELETE', `${PATH}/1`)).message).toBe('Resource Not Found');
    expect(errorOf(await send('POST', '/contacts/nobody/subscriptions', choice)).message).toBe(
      'User Not Found',
    );
    expect(errorOf(await send('POST', PATH, { id: '135' })).code).toBe('parameter_invalid');
  });
});
