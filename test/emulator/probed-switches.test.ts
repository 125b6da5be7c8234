import { describe, expect, it } from 'vitest';
import { parseFaults } from '../../src/emulator/index.ts';
import { errorOf, searchIds, startClient } from './client.ts';

const client = (spec: string) => startClient({ faults: parseFaults(spec) });
const ids = (count: number) => Array.from({ length: count }, (_, index) => `ada-${index}`);

async function attribute(of: ReturnType<typeof client>, body: object): Promise<string> {
  const { body: made } = await of.send('POST', '/data_attributes', { model: 'contact', ...body });
  return String(made.id);
}

describe('switches of what a probe finds out', () => {
  it.each([
    ['', 15],
    ['or-limit=7', 7],
    ['or-limit=40', 40],
  ])('with %j a group takes %i filters', async (spec, most) => {
    const asked = client(spec);
    const group = (count: number) => ({
      operator: 'OR',
      value: ids(count).map((value) => ({ field: 'external_id', operator: '=', value })),
    });
    expect(await searchIds(asked, group(most))).toEqual([]);
    await expect(searchIds(asked, group(most + 1))).rejects.toThrow(`at most ${most}`);
  });

  it.each([
    ['', 150],
    ['per-page-limit=50', 50],
  ])('with %j a page has at most %i rows', async (spec, most) => {
    const asked = client(spec);
    const { body } = await asked.send('GET', '/contacts?per_page=1000');
    expect(body.pages).toMatchObject({ per_page: most });
    const query = { field: 'role', operator: '=', value: 'user' };
    const searched = await asked.send('POST', '/contacts/search', { query, pagination: { per_page: 1000 } });
    expect(searched.body.pages).toMatchObject({ per_page: most });
  });

  it.each([
    ['', ['free', 'team']],
    ['option-update=append', ['free', 'gold', 'team']],
  ])('with %j an update of the options leaves %j', async (spec, left) => {
    const asked = client(spec);
    const options = (...values: string[]) => values.map((value) => ({ value }));
    const id = await attribute(asked, {
      name: 'tier',
      data_type: 'string',
      options: options('free', 'gold'),
    });
    const { body } = await asked.send('PUT', `/data_attributes/${id}`, { options: options('free', 'team') });
    expect(body.options).toEqual(left);
  });

  it.each([
    ['', 200],
    ['unarchive-attribute=off', 400],
  ])('with %j unarchiving an attribute answers %i', async (spec, status) => {
    const asked = client(spec);
    const id = await attribute(asked, { name: 'tier', data_type: 'string' });
    await asked.send('PUT', `/data_attributes/${id}`, { archived: true });
    expect((await asked.send('PUT', `/data_attributes/${id}`, { archived: false })).status).toBe(status);
  });

  it.each([
    ['', 400, undefined],
    ['wrong-type=ignore', 200, undefined],
    ['wrong-type=keep', 200, 'seven'],
  ])('with %j a text for a number answers %i and leaves %j', async (spec, status, kept) => {
    const asked = client(spec);
    await attribute(asked, { name: 'seats', data_type: 'integer' });
    const written = { external_id: 'ada', custom_attributes: { seats: 'seven' } };
    const reply = await asked.send('POST', '/contacts', written);
    expect(reply.status).toBe(status);
    if (status === 200)
      expect(reply.body['custom_attributes']).toEqual(kept === undefined ? {} : { seats: kept });
  });

  it('with string-too-long=keep long texts stay whole', async () => {
    const asked = client('string-too-long=keep');
    await attribute(asked, { name: 'story', data_type: 'string' });
    const story = 'a'.repeat(300);
    const reply = await asked.send('POST', '/contacts', { external_id: 'ada', custom_attributes: { story } });
    expect(reply.body['custom_attributes']).toEqual({ story });
  });

  it.each([
    ['', true],
    ['bulk-tag-leads=off', false],
  ])('with %j a bulk tag of a lead tags it: %j', async (spec, tagged) => {
    const asked = client(spec);
    const { body: lead } = await asked.send('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    const { body } = await asked.send('POST', '/tags', { name: 'VIP', users: [{ id: lead.id }] });
    expect(body['users']).toEqual(tagged ? [{ id: lead.id, tagged: true }] : []);
    const { body: after } = await asked.send('GET', `/contacts/${lead.id}/tags`);
    expect(after.data).toHaveLength(tagged ? 1 : 0);
  });

  it('with bulk-tag-limit more users are refused whole', async () => {
    const asked = client('bulk-tag-limit=2');
    const users = (count: number) => ids(count).map((id) => ({ id }));
    expect((await asked.send('POST', '/tags', { name: 'VIP', users: users(2) })).status).toBe(200);
    const refused = await asked.send('POST', '/tags', { name: 'Other', users: users(3) });
    expect(errorOf(refused).message).toBe('At most 2 users can be tagged at once');
    expect((await asked.send('GET', '/tags')).body.data).toHaveLength(1);
  });

  it.each([
    ['', 410],
    ['merged-get=404', 404],
  ])('with %j a merged contact answers %i', async (spec, status) => {
    const asked = client(spec);
    const email = 'ada@acme.test';
    const { body: user } = await asked.send('POST', '/contacts', { external_id: 'ada', email });
    const { body: lead } = await asked.send('POST', '/contacts', { role: 'lead', email });
    await asked.send('POST', '/contacts/merge', { from: lead.id, into: user.id });
    expect((await asked.send('GET', `/contacts/${lead.id}`)).status).toBe(status);
  });
});
