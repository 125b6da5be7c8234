import { Intercom, IntercomClient, IntercomError } from 'intercom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { type RecordingFetch, recordingFetch } from './recording-fetch.ts';

const STARTED = Date.parse('2026-11-22T09:00:00Z');

/**
 * The official SDK 7 as a client that nobody here wrote. It speaks 2.14 by itself; with the header set it is also held
 * against the description of 2.16, answers only: its requests list parameters that 2.16 does not.
 */
describe.each([['2.14'], ['2.16']])('the official SDK over HTTP, at %s', (version) => {
  let close: () => Promise<unknown> | undefined;
  let sdk: IntercomClient;
  let recorder: RecordingFetch;
  let now = STARTED;

  beforeEach(async () => {
    now = STARTED;
    const emulator = createEmulator({ token: 'sdk', now: () => now });
    const server = await emulator.listen({ port: 0 });
    recorder = recordingFetch(fetch);
    close = async () => server.close();
    sdk = client(server.url, 'sdk');
  });

  afterEach(async () => {
    await close();
    expect(recorder.exchanges.length).toBeGreaterThan(0);
    if (version === '2.16') expect(recorder.exchanges.flatMap((one) => one.responseViolations)).toEqual([]);
  });

  function client(url: string, token: string): IntercomClient {
    return new IntercomClient({
      baseUrl: url,
      token,
      maxRetries: 0,
      fetch: recorder.fetch,
      headers: { 'Intercom-Version': version },
    });
  }

  it('creates, finds and updates a contact', async () => {
    const created = await sdk.contacts.create({ external_id: 'ada', phone: '+353871234567', name: 'Ada' });
    expect(created).toMatchObject({ type: 'contact', role: 'user', external_id: 'ada', name: 'Ada' });
    const id = created.id ?? 'no id';

    now += 5_000;
    const updated = await sdk.contacts.update({
      contact_id: id,
      email: 'ada@acme.test',
      name: 'Ada Lovelace',
    });
    expect(updated).toMatchObject({
      id,
      email: 'ada@acme.test',
      name: 'Ada Lovelace',
      phone: '+353871234567',
    });
    expect((updated.updated_at ?? 0) - (created.updated_at ?? 0)).toBe(5);

    expect(await sdk.contacts.find({ contact_id: id })).toMatchObject({ id, email: 'ada@acme.test' });
    expect(await sdk.contacts.showContactByExternalId({ external_id: 'ada' })).toMatchObject({ id });
  });

  it('meets the refusals as errors with their status', async () => {
    const { id } = await sdk.contacts.create({ external_id: 'ada' });
    await expect(sdk.contacts.create({ external_id: 'ada' })).rejects.toMatchObject({
      statusCode: 409,
      body: { errors: [{ code: 'conflict', message: expect.stringContaining(`id=${id}`) }] },
    });
    await expect(sdk.contacts.create({ external_id: 'ada' })).rejects.toBeInstanceOf(IntercomError);
    await expect(sdk.tags.find({ tag_id: '999999' })).rejects.toBeInstanceOf(Intercom.NotFoundError);
  });

  it('is told when its token is wrong', async () => {
    await sdk.tags.list();
    const url = new URL(recorder.exchanges[0]?.url ?? '').origin;
    await expect(client(url, 'stolen').tags.list()).rejects.toBeInstanceOf(Intercom.UnauthorizedError);
  });

  it('archives, unarchives and deletes a contact', async () => {
    const { id = 'no id' } = await sdk.contacts.create({ external_id: 'ada' });
    expect(await sdk.contacts.archive({ contact_id: id })).toMatchObject({ id, archived: true });
    await expect(sdk.contacts.find({ contact_id: id })).rejects.toMatchObject({ statusCode: 404 });
    expect(await sdk.contacts.unarchive({ contact_id: id })).toMatchObject({ id, archived: false });
    expect(await sdk.contacts.delete({ contact_id: id })).toMatchObject({ id, deleted: true });
    await expect(sdk.contacts.unarchive({ contact_id: id })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('pages through a list and through a search, each contact once', async () => {
    const created: string[] = [];
    for (let n = 1; n <= 25; n += 1) {
      now += 1_000;
      const { id = 'no id' } = await sdk.contacts.create({ external_id: `member-${n}` });
      created.push(id);
    }
    const listed: (string | undefined)[] = [];
    const list = await sdk.contacts.list({ per_page: 10 });
    expect(list.response).toMatchObject({ total_count: 25, pages: { per_page: 10, total_pages: 3 } });
    for await (const contact of list) listed.push(contact.id);
    expect(listed).toHaveLength(25);
    expect([...listed].sort()).toEqual([...created].sort());

    const found: (string | undefined)[] = [];
    const search = await sdk.contacts.search({
      query: {
        operator: 'OR',
        value: [
          { field: 'external_id', operator: '^', value: 'member-1' },
          { field: 'external_id', operator: '=', value: 'member-25' },
        ],
      },
      pagination: { per_page: 5 },
    });
    for await (const contact of search) found.push(contact.external_id ?? 'none');
    const wanted = ['member-1', ...Array.from({ length: 10 }, (_, n) => `member-${10 + n}`), 'member-25'];
    expect(found).toHaveLength(wanted.length);
    expect(found.sort()).toEqual(wanted.sort());
  });

  it('searches one filter', async () => {
    await sdk.contacts.create({ email: 'ada@acme.test' });
    await sdk.contacts.create({ email: 'bob@umbra.test' });
    const page = await sdk.contacts.search({ query: { field: 'email', operator: '$', value: '@acme.test' } });
    expect(page.data.map(({ email }) => email)).toEqual(['ada@acme.test']);
    expect(page.hasNextPage()).toBe(false);
  });

  it('merges a lead into the user who has the same email', async () => {
    const user = await sdk.contacts.create({ external_id: 'ada', email: 'ada@acme.test' });
    const lead = await sdk.contacts.create({
      role: 'lead',
      email: 'ada@acme.test',
      name: 'Ada from the chat',
    });
    expect(lead.role).toBe('lead');
    const merged = await sdk.contacts.mergeLeadInUser({ from: lead.id ?? '', into: user.id ?? '' });
    expect(merged).toMatchObject({
      id: user.id,
      role: 'user',
      external_id: 'ada',
      name: 'Ada from the chat',
    });
    await expect(sdk.contacts.find({ contact_id: lead.id ?? '' })).rejects.toMatchObject({
      statusCode: version === '2.16' ? 410 : 404,
    });
    const left = await sdk.contacts.search({
      query: { field: 'email', operator: '=', value: 'ada@acme.test' },
    });
    expect(left.data.map(({ id }) => id)).toEqual([user.id]);
  });

  it('tags and untags', async () => {
    const { id = 'no id' } = await sdk.contacts.create({ external_id: 'ada' });
    const tag = await sdk.tags.create({ name: 'VIP' });
    expect(tag).toMatchObject({ type: 'tag', name: 'VIP' });
    expect(await sdk.tags.create({ name: 'vip' })).toMatchObject({ id: tag.id, name: 'VIP' });
    expect(await sdk.tags.tagContact({ contact_id: id, id: tag.id })).toMatchObject({ id: tag.id });
    const beta = await sdk.tags.create({ name: 'beta', users: [{ id }] });

    const attached = await sdk.contacts.listAttachedTags({ contact_id: id });
    expect(attached.data?.map(({ name }) => name).sort()).toEqual(['VIP', 'beta']);
    expect((await sdk.tags.list()).data?.map(({ name }) => name)).toEqual(['beta', 'VIP']);

    await sdk.tags.untagContact({ contact_id: id, tag_id: tag.id });
    await sdk.tags.delete({ tag_id: beta.id });
    expect((await sdk.contacts.listAttachedTags({ contact_id: id })).data).toEqual([]);
    expect((await sdk.tags.list()).data?.map(({ id: left }) => left)).toEqual([tag.id]);
  });

  it('keeps companies and attaches contacts to them', async () => {
    const { id: contactId = 'no id' } = await sdk.contacts.create({ external_id: 'ada' });
    const acme = await sdk.companies.createOrUpdate({
      company_id: 'acme',
      name: 'Acme',
      plan: 'Enterprise',
      size: 120,
    });
    expect(acme).toMatchObject({ company_id: 'acme', plan: { name: 'Enterprise' }, size: 120 });
    const again = await sdk.companies.createOrUpdate({ company_id: 'acme', monthly_spend: 990 });
    expect(again).toMatchObject({ id: acme.id, name: 'Acme', monthly_spend: 990 });

    expect(await sdk.companies.attachContact({ contact_id: contactId, id: acme.id })).toMatchObject({
      id: acme.id,
    });
    expect(await sdk.companies.find({ company_id: acme.id })).toMatchObject({ user_count: 1 });
    const listed = await sdk.companies.list({ per_page: 15 });
    expect(listed.data.map(({ company_id }) => company_id)).toEqual(['acme']);
    const found = await sdk.companies.retrieve({ company_id: 'acme' });
    expect(found.type === 'list' ? found.data?.[0] : found).toMatchObject({ id: acme.id });

    await sdk.companies.detachContact({ contact_id: contactId, company_id: acme.id });
    const left = await sdk.contacts.find({ contact_id: contactId });
    expect(left.companies?.total_count).toBe(0);
    expect(await sdk.companies.delete({ company_id: acme.id })).toMatchObject({ id: acme.id, deleted: true });
    await expect(sdk.companies.find({ company_id: acme.id })).rejects.toBeInstanceOf(Intercom.NotFoundError);
  });

  it('keeps data attributes and writes their values', async () => {
    // Named first: the SDK's type of this request lacks name and model.
    const request = {
      name: 'plan',
      model: 'contact',
      data_type: 'options' as const,
      options: [{ value: 'free' }, { value: 'pro' }],
    };
    await expect(
      sdk.contacts.create({ external_id: 'ada', custom_attributes: { plan: 'pro' } }),
    ).rejects.toBeInstanceOf(IntercomError);

    const plan = await sdk.dataAttributes.create(request);
    expect(plan).toMatchObject({
      model: 'contact',
      data_type: 'string',
      options: ['free', 'pro'],
      custom: true,
    });
    const options = [...request.options, { value: 'enterprise' }];
    const updated = await sdk.dataAttributes.update({ data_attribute_id: plan.id ?? 0, body: { options } });
    expect(updated).toMatchObject({ id: plan.id, options: ['free', 'pro', 'enterprise'] });

    const contact = await sdk.contacts.create({ external_id: 'ada', custom_attributes: { plan: 'pro' } });
    expect(contact.custom_attributes).toEqual({ plan: 'pro' });
    const listed = await sdk.dataAttributes.list({ model: 'contact' });
    expect(listed.data?.filter(({ custom }) => custom).map(({ full_name }) => full_name)).toEqual([
      'custom_attributes.plan',
    ]);
  });
});
