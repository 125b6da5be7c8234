import { describe, expect, it } from 'vitest';
import { errorOf, START, searchIds, startClient } from './client.ts';

const seed = {
  attributes: [
    { model: 'contact' as const, name: 'plan', data_type: 'string' },
    { model: 'contact' as const, name: 'source', data_type: 'string' },
  ],
  companies: [{ company_id: 'acme' }, { company_id: 'globex' }],
  contacts: [
    {
      id: 'ada',
      external_id: 'ada',
      email: 'ada@acme.test',
      name: 'Ada',
      custom_attributes: { plan: 'pro' },
      tags: ['vip'],
      companies: ['acme'],
    },
    {
      id: 'lead',
      role: 'lead' as const,
      email: 'ADA@acme.test',
      phone: '+353871234567',
      name: 'A. L.',
      custom_attributes: { plan: 'free', source: 'chat' },
      tags: ['vip', 'beta'],
      companies: ['globex'],
      notes: ['Asked about prices'],
    },
    { id: 'stranger', role: 'lead' as const, email: 'stranger@acme.test' },
  ],
};
const OLD = { 'Intercom-Version': '2.15' };

describe('POST /contacts/merge (intercom 4.7)', () => {
  it('keeps what the user has, copies what it lacks, unites the lists', async () => {
    const client = startClient({ seed });
    client.clock.now += 5000;
    const reply = await client.send('POST', '/contacts/merge?include_merge_history=true', {
      from: 'lead',
      into: 'ada',
    });
    expect(reply.body).toMatchObject({
      id: 'ada',
      external_id: 'ada',
      name: 'Ada',
      phone: '+353871234567',
      custom_attributes: { plan: 'pro', source: 'chat' },
      updated_at: START + 5,
      merge_history: [
        {
          type: 'merge_history',
          source_contact_id: 'lead',
          source_contact_role: 'lead',
          merged_at: START + 5,
        },
      ],
    });
    expect(client.emulator.state.contact('ada')).toMatchObject({
      tags: ['vip', 'beta'],
      companies: ['acme', 'globex'],
      notes: ['<p>Asked about prices</p>'],
    });
    expect(await searchIds(client, { field: 'role', operator: '=', value: 'lead' })).toEqual(['stranger']);
  });

  it('answers 410 with a Link for the lead since 2.16 and 404 before (intercom 9.22)', async () => {
    const { send } = startClient({ seed });
    await send('POST', '/contacts/merge', { from: 'lead', into: 'ada' });
    const gone = await send('GET', '/contacts/lead');
    expect(gone.status).toBe(410);
    expect(gone.headers.get('link')).toBe('</contacts/ada>; rel="canonical"');
    expect(errorOf(gone)).toEqual({
      code: 'contact_merged',
      message: "This contact has been merged. See the 'Link' header for the canonical contact.",
    });
    expect((await send('GET', '/contacts/lead', undefined, OLD)).status).toBe(404);
    expect((await send('PUT', '/contacts/lead', { name: 'X' })).status).toBe(404);
  });

  it('refuses contacts that share no email or phone since 2.16, unless the flag says so', async () => {
    const { send } = startClient({ seed });
    const merge = { from: 'stranger', into: 'ada' };
    const refused = await send('POST', '/contacts/merge', merge);
    expect(refused.status).toBe(400);
    expect(errorOf(refused)).toEqual({
      code: 'invalid_merge',
      message:
        'Contacts can only be merged when they are duplicates (matching email or phone). Pass skip_duplicate_validation=true to override this check.',
    });
    expect(refused.body).not.toHaveProperty('request_id');
    const forced = await send('POST', '/contacts/merge', { ...merge, skip_duplicate_validation: true });
    expect(forced.status).toBe(200);
    expect((await startClient({ seed }).send('POST', '/contacts/merge', merge, OLD)).status).toBe(200);
  });

  it.each([
    ['ada', 'lead'],
    ['lead', 'stranger'],
    ['ada', 'ada'],
  ])('refuses %s into %s', async (from, into) => {
    const reply = await startClient({ seed }).send('POST', '/contacts/merge', { from, into });
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toEqual({
      code: 'invalid_merge',
      message: 'Merging can only be performed on a lead into a user',
    });
  });

  it('answers 404 for an id that is unknown or merged already', async () => {
    const { send } = startClient({ seed });
    await send('POST', '/contacts/merge', { from: 'lead', into: 'ada' });
    for (const from of ['lead', 'nobody']) {
      const reply = await send('POST', '/contacts/merge', { from, into: 'ada' });
      expect(reply.status).toBe(404);
      expect(errorOf(reply)).toEqual({ code: 'not_found', message: 'Contact Not Found' });
    }
  });
});

describe('GET /contacts/{id}/merge_history (intercom 4.3)', () => {
  it('pages newest first, or oldest first when asked', async () => {
    const { send, clock } = startClient({ seed });
    await send('POST', '/contacts/merge', { from: 'lead', into: 'ada' });
    clock.now += 1000;
    await send('POST', '/contacts/merge', { from: 'stranger', into: 'ada', skip_duplicate_validation: true });
    const first = await send('GET', '/contacts/ada/merge_history?per_page=1');
    expect(first.body).toMatchObject({ has_more: true, data: [{ source_contact_id: 'stranger' }] });
    const cursor = encodeURIComponent(String(first.body.next_cursor));
    const second = await send('GET', `/contacts/ada/merge_history?per_page=1&cursor=${cursor}`);
    expect(second.body).toEqual({
      type: 'list',
      has_more: false,
      data: [
        { type: 'merge_history', source_contact_id: 'lead', source_contact_role: 'lead', merged_at: START },
      ],
    });
    const oldest = await send('GET', '/contacts/ada/merge_history?order=asc');
    expect(oldest.body.data.map((entry) => entry.source_contact_id)).toEqual(['lead', 'stranger']);
  });

  it('answers 404 for a lead, and is no path before 2.16', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('GET', '/contacts/lead/merge_history')).message).toBe('Contact not found');
    const old = await send('GET', '/contacts/ada/merge_history', undefined, OLD);
    expect(errorOf(old).message).toBe('Resource Not Found');
  });

  it('is included for users only, and only since 2.16', async () => {
    const { send } = startClient({ seed });
    const path = '/contacts?per_page=150&include_merge_history=true';
    const list = await send('GET', path);
    const withHistory = list.body.data.filter((contact) => 'merge_history' in contact);
    expect(withHistory.map((contact) => contact.id)).toEqual(['ada']);
    const old = await send('GET', path, undefined, OLD);
    expect(old.body.data.some((contact) => 'merge_history' in contact)).toBe(false);
  });
});
