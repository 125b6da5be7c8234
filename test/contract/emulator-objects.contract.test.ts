import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator, NOBODY } from './drive.ts';

describeContract('every answer of the emulator about tags, companies and attributes is described', () => {
  const { session, ok, refused, malformed, ada, acme, vip } = driveEmulator(
    endpointsOf('attributes', 'tags', 'companies'),
  );

  it('about data attributes', async () => {
    const types = ['string', 'integer', 'float', 'boolean', 'date', 'datetime'];
    for (const data_type of types) {
      const body = { name: `field ${data_type}`, model: 'contact', data_type, messenger_writable: true };
      const created = await ok('POST', '/data_attributes', body);
      expect(created.data_type).toBe(data_type === 'datetime' ? 'date' : data_type);
    }
    const list = { name: 'tier', model: 'company', data_type: 'options', description: 'Billing plan' };
    const options = [{ value: 'free' }, { value: 'pro' }];
    const plan = await ok('POST', '/data_attributes', { ...list, options });
    expect(plan).toMatchObject({
      data_type: 'string',
      options: ['free', 'pro'],
      full_name: 'custom_attributes.tier',
    });
    const changed = {
      description: '',
      options: [...options, { value: 'enterprise' }],
      messenger_writable: true,
    };
    await ok('PUT', `/data_attributes/${plan.id}`, changed);
    await ok('PUT', `/data_attributes/${plan.id}`, { archived: true });
    const visible = await ok('GET', '/data_attributes?model=company');
    expect(visible.data.map(({ name }: { name: string }) => name)).not.toContain('tier');
    const all = await ok('GET', '/data_attributes?include_archived=true');
    expect(all.data).toContainEqual(expect.objectContaining({ name: 'tier', archived: true }));
    expect(all.data.length).toBeGreaterThan(30);

    await refused(400, 'parameter_invalid', 'POST', '/data_attributes', {
      ...list,
      options: [{ value: 'free' }],
    });
    await refused(400, 'parameter_invalid', 'POST', '/data_attributes', { ...list, name: 'name', options });
    await refused(400, 'parameter_invalid', 'POST', '/data_attributes', {
      ...list,
      name: '!nv@l!d n@me',
      options,
    });
    await refused(404, 'field_not_found', 'PUT', '/data_attributes/999999', { archived: true });
    await malformed(400, 'parameter_invalid', 'POST', '/data_attributes', { ...list, data_type: 'mithril' });
    await malformed(400, 'parameter_invalid', 'POST', '/data_attributes', {
      name: 'plan2',
      data_type: 'string',
    });
    await malformed(400, 'parameter_invalid', 'PUT', `/data_attributes/${plan.id}`, {
      options: { value: 'x' },
    });
    await malformed(422, 'parameter_invalid', 'GET', '/data_attributes?model=conversation');
  });

  it('about tags', async () => {
    const user = await ada();
    const company = await acme();
    const tag = await vip();
    expect(await ok('POST', '/tags', { name: 'vip' })).toMatchObject({ id: tag.id, name: 'VIP' });
    const users = await ok('POST', '/tags', { name: 'VIP', users: [{ id: user.id }, { id: NOBODY }] });
    expect(users.users).toContainEqual({ id: user.id, tagged: true });
    const companies = [{ company_id: 'acme' }, { id: NOBODY }];
    expect((await ok('POST', '/tags', { name: 'VIP', companies })).companies).toHaveLength(1);
    expect((await ok('GET', `/companies/${company.id}`)).tags.tags).toEqual([
      { type: 'tag', id: tag.id, name: 'VIP' },
    ]);
    await ok('POST', '/tags', { name: 'VIP', companies: [{ id: company.id, untag: true }] });
    expect((await ok('GET', `/companies/${company.id}`)).tags.tags).toEqual([]);
    expect(await ok('POST', '/tags', { id: tag.id, name: 'Very important' })).toMatchObject({ id: tag.id });
    expect((await ok('GET', '/tags')).data).toEqual([{ type: 'tag', id: tag.id, name: 'Very important' }]);
    expect(await ok('GET', `/tags/${tag.id}`)).toEqual({ type: 'tag', id: tag.id, name: 'Very important' });

    const tags = `/contacts/${user.id}/tags`;
    expect((await ok('GET', tags)).data).toMatchObject([{ id: tag.id, name: 'Very important' }]);
    expect(await ok('DELETE', `${tags}/${tag.id}`)).toMatchObject({ id: tag.id });
    expect(await ok('POST', tags, { id: tag.id })).toMatchObject({
      id: tag.id,
      applied_at: expect.any(Number),
    });
    expect((await ok('GET', `/contacts/${user.id}`)).tags).toMatchObject({
      data: [{ id: tag.id, type: 'tag', url: `/tags/${tag.id}` }],
      total_count: 1,
      has_more: false,
    });
    for (const [method, path, body] of [
      ['GET', '/tags/999999', undefined],
      ['DELETE', '/tags/999999', undefined],
      ['POST', tags, { id: '999999' }],
      ['DELETE', `${tags}/999999`, undefined],
      ['GET', `/contacts/${NOBODY}/tags`, undefined],
      ['POST', `/contacts/${NOBODY}/tags`, { id: tag.id }],
    ] as const) {
      await refused(404, 'not_found', method, path, body);
    }
    await malformed(400, 'parameter_invalid', 'POST', '/tags', { test: 'invalid' });
    const deleted = await session().call('DELETE', `/tags/${tag.id}`);
    expect([deleted.status, deleted.body]).toEqual([200, undefined]);
    expect((await ok('GET', `/contacts/${user.id}`)).tags.total_count).toBe(0);
  });

  it('about companies', async () => {
    for (const [name, data_type] of [
      ['arr', 'float'],
      ['partner', 'boolean'],
      ['segment', 'string'],
    ]) {
      await ok('POST', '/data_attributes', { name, model: 'company', data_type });
    }
    const full = {
      company_id: 'acme',
      name: 'Acme',
      plan: 'Enterprise',
      size: 120,
      monthly_spend: 990,
      website: 'https://acme.test',
      industry: 'Tools',
      remote_created_at: 1374138000,
      custom_attributes: { arr: 1.5, partner: true, segment: 'north' },
      update_last_request_at: true,
    };
    const company = await ok('POST', '/companies', full);
    expect(company).toMatchObject({
      company_id: 'acme',
      size: 120,
      plan: { type: 'plan', name: 'Enterprise' },
    });
    expect(await ok('POST', '/companies', { company_id: 'acme', size: 121 })).toMatchObject({
      id: company.id,
      size: 121,
    });
    expect(await ok('PUT', `/companies/${company.id}`, { industry: 'Anvils' })).toMatchObject({
      industry: 'Anvils',
    });
    expect(await ok('GET', `/companies/${company.id}`)).toMatchObject({
      custom_attributes: full.custom_attributes,
    });
    const bare = await ok('POST', '/companies', { company_id: 'umbra' });
    expect(bare).not.toHaveProperty('website');
    for (const query of ['company_id=acme', 'name=Acme']) {
      expect(await ok('GET', `/companies?${query}`)).toMatchObject({ data: [{ id: company.id }] });
    }
    // Lists show companies that have a user (intercom 5.2).
    await ok('POST', `/contacts/${(await ada()).id}/companies`, { id: company.id });
    const tag = await ok('POST', '/tags', { name: 'VIP', companies: [{ id: company.id }] });
    expect(await ok('GET', `/companies?tag_id=${tag.id}&page=1&per_page=15`)).toMatchObject({
      total_count: 1,
    });

    await refused(404, 'company_not_found', 'GET', `/companies/${NOBODY}`);
    await refused(404, 'company_not_found', 'GET', '/companies?company_id=nobody');
    await refused(404, 'company_not_found', 'PUT', `/companies/${NOBODY}`, { name: 'Acme' });
    await refused(404, 'company_not_found', 'DELETE', `/companies/${NOBODY}`);
    await refused(400, 'parameter_invalid', 'POST', '/companies', {
      company_id: 'acme',
      custom_attributes: { shoe: 1 },
    });
    await malformed(400, 'bad_request', 'POST', '/companies', { company_id: 'acme', test: 'x' });
    await malformed(400, 'bad_request', 'PUT', `/companies/${company.id}`, { test: 'x' });
    expect(await ok('DELETE', `/companies/${bare.id}`)).toEqual({
      id: bare.id,
      object: 'company',
      deleted: true,
    });
    await refused(404, 'company_not_found', 'GET', `/companies/${bare.id}`);
  });

  it('about companies of contacts and the lists of companies', async () => {
    const user = await ada();
    const companies = `/contacts/${user.id}/companies`;
    const attached: string[] = [];
    for (let n = 1; n <= 12; n += 1) {
      const { id } = await ok('POST', '/companies', { company_id: `acme-${n}`, name: `Acme ${n}` });
      attached.push(id);
      expect(await ok('POST', companies, { id })).toMatchObject({ type: 'company', id });
    }
    const embedded = (await ok('GET', `/contacts/${user.id}`)).companies;
    expect(embedded).toMatchObject({ total_count: 12, has_more: true });
    expect(embedded.data).toHaveLength(10);
    expect(await ok('GET', companies)).toMatchObject({ type: 'list', total_count: 12 });
    const page = await ok('GET', `${companies}?page=2&per_page=10`);
    expect(page.data ?? page.companies).toHaveLength(2);
    expect(page.pages).toMatchObject({ type: 'pages', page: 2, per_page: 10, total_pages: 2 });
    await ok('GET', `${companies}?page=1&per_page=10`);

    const listed = await ok('POST', '/companies/list?page=1&per_page=5&order=asc');
    expect(listed).toMatchObject({ type: 'list', total_count: 12 });
    expect(listed.data).toHaveLength(5);
    await ok('POST', '/companies/list');
    const scrolled: string[] = [];
    let path = '/companies/scroll';
    for (let pages = 0; pages < 5; pages += 1) {
      const body = await ok('GET', path);
      if (body.data.length === 0) break;
      scrolled.push(...body.data.map(({ id }: { id: string }) => id));
      path = `/companies/scroll?scroll_param=${encodeURIComponent(body.scroll_param)}`;
    }
    expect(scrolled.sort()).toEqual(attached.sort());

    expect(await ok('DELETE', `${companies}/${attached[0]}`)).toMatchObject({ id: attached[0] });
    await refused(404, 'company_not_found', 'POST', companies, { id: NOBODY });
    await refused(404, 'company_not_found', 'DELETE', `${companies}/${NOBODY}`);
    await refused(404, 'not_found', 'GET', `/contacts/${NOBODY}/companies`);
    await refused(404, 'not_found', 'POST', `/contacts/${NOBODY}/companies`, { id: attached[1] });
    await malformed(400, 'parameter_not_found', 'POST', companies, {});
  });

  it('when a second scroll is opened', async () => {
    const user = await ada();
    await ok('POST', `/contacts/${user.id}/companies`, { id: (await acme()).id });
    await ok('GET', '/companies/scroll');
    await refused(400, 'scroll_exists', 'GET', '/companies/scroll');
  });
});
