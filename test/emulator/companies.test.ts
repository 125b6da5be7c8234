import { describe, expect, it } from 'vitest';
import { errorOf, START, startClient } from './client.ts';

const attributes = [{ model: 'company' as const, name: 'arr', data_type: 'float' }];
const seed = {
  attributes,
  companies: [{ id: 'company-1', company_id: 'acme', name: 'Acme' }],
  contacts: [{ id: 'ada' }],
};

describe('companies (intercom 5.2)', () => {
  it('are made by company_id and answered as the description shows', async () => {
    const { send } = startClient({ seed: { attributes } });
    const { body } = await send('POST', '/companies', {
      company_id: 'acme',
      name: 'Acme',
      remote_created_at: 1374138000,
      custom_attributes: { arr: 1.5 },
    });
    expect(body).toEqual({
      type: 'company',
      company_id: 'acme',
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      app_id: 'ecahpwf5',
      name: 'Acme',
      remote_created_at: 1374138000,
      created_at: START,
      updated_at: START,
      monthly_spend: 0,
      session_count: 0,
      user_count: 0,
      tags: { type: 'tag.list', tags: [] },
      segments: { type: 'segment.list', segments: [] },
      plan: {},
      custom_attributes: { arr: 1.5 },
    });
  });

  it('are updated by a second POST; a plan is written as string and read as object (intercom 8.31)', async () => {
    const { send, clock } = startClient({ seed });
    clock.now += 5000;
    const { body } = await send('POST', '/companies', {
      company_id: 'acme',
      plan: 'Enterprise',
      monthly_spend: 155.98,
      size: null,
    });
    expect(body).toMatchObject({
      id: 'company-1',
      name: 'Acme',
      plan: { type: 'plan', id: '269315', name: 'Enterprise' },
      monthly_spend: 155,
      updated_at: START + 5,
    });
    expect(body).not.toHaveProperty('size');
    const capped = await send('PUT', '/companies/company-1', { monthly_spend: 1e12 });
    expect(capped.body.monthly_spend).toBe(2_147_483_647);
  });

  it('refuse unknown keys with request_id null, and undeclared attributes', async () => {
    const { send } = startClient({ seed });
    const unknown = await send('POST', '/companies', { company_id: 'acme', test: 1 });
    expect(unknown.status).toBe(400);
    expect(unknown.body).toEqual({
      type: 'error.list',
      request_id: null,
      errors: [{ code: 'bad_request', message: "bad 'test' parameter" }],
    });
    const custom = await send('PUT', '/companies/company-1', { custom_attributes: { mrr: 1 } });
    expect(errorOf(custom).message).toBe("Custom attribute 'mrr' does not exist");
  });

  it('keep their company_id through a PUT', async () => {
    const { send } = startClient({ seed });
    const { body } = await send('PUT', '/companies/company-1', { company_id: 'other', name: 'Acme Inc.' });
    expect(body).toMatchObject({ company_id: 'acme', name: 'Acme Inc.' });
  });

  it('are found by company_id or name in a list, or bare when switched', async () => {
    const { send } = startClient({ seed });
    for (const query of ['company_id=acme', 'name=Acme']) {
      expect((await send('GET', `/companies?${query}`)).body).toMatchObject({
        type: 'list',
        total_count: 1,
        data: [{ id: 'company-1' }],
      });
    }
    const missing = await send('GET', '/companies?company_id=globex');
    expect(missing.status).toBe(404);
    expect(errorOf(missing)).toEqual({ code: 'company_not_found', message: 'Company Not Found' });
    const bare = startClient({ seed, switches: { companyLookup: 'bare' } });
    expect((await bare.send('GET', '/companies?company_id=acme')).body).toMatchObject({ type: 'company' });
  });

  it('are attached to contacts and detached, and count their users', async () => {
    const { send } = startClient({ seed });
    expect((await send('POST', '/contacts/ada/companies', { id: 'company-1' })).body.user_count).toBe(1);
    expect((await send('POST', '/contacts/ada/companies', { id: 'company-1' })).body.user_count).toBe(1);
    expect((await send('GET', '/contacts/ada/companies')).body).toMatchObject({
      type: 'list',
      data: [{ company_id: 'acme' }],
      total_count: 1,
      pages: { next: null, page: 1, per_page: 50, total_pages: 1 },
    });
    expect((await send('GET', '/companies/company-1/contacts')).body.data[0]?.id).toBe('ada');
    expect((await send('DELETE', '/contacts/ada/companies/company-1')).body.user_count).toBe(0);
    expect((await send('DELETE', '/contacts/ada/companies/company-1')).status).toBe(404);
  });

  it('are paged with their contacts by cursor, and on a contact by URL (intercom 12.6)', async () => {
    const { send, emulator } = startClient({
      seed: {
        companies: ['acme', 'globex'].map((id) => ({ id, company_id: id })),
        contacts: ['ada', 'bob', 'eve'].map((id) => ({ id, companies: ['acme', 'globex'] })),
      },
    });
    const first = (await send('GET', '/companies/acme/contacts?per_page=2')).body;
    expect(first.data.map(({ id }) => id)).toEqual(['ada', 'bob']);
    expect(first.pages.next).toMatchObject({ page: 2, per_page: 2 });
    const cursor = encodeURIComponent(first.pages.next?.starting_after ?? '');
    const last = (await send('GET', `/companies/acme/contacts?per_page=2&starting_after=${cursor}`)).body;
    expect(last.data.map(({ id }) => id)).toEqual(['eve']);
    expect(last.pages).not.toHaveProperty('next');
    const headers = { authorization: 'Bearer any', host: '127.0.0.1:4010' };
    const url = '/contacts/ada/companies?per_page=1';
    const page = JSON.parse(emulator.handle({ method: 'GET', url, headers, body: '' }).body);
    expect(page.pages.next).toBe('http://127.0.0.1:4010/contacts/ada/companies?per_page=1&page=2');
    const next = (await send('GET', '/contacts/ada/companies?per_page=1&page=2')).body;
    expect(next.data).toMatchObject([{ company_id: 'globex' }]);
    expect(next.pages.next).toBeNull();
  });

  it('refuse an attach without id, to an unknown company, and above 1,000', async () => {
    const ids = Array.from({ length: 1001 }, (_, at) => `company ${at}`);
    const { send, emulator } = startClient({
      seed: {
        companies: ids.map((company_id) => ({ company_id })),
        contacts: [{ id: 'ada', companies: ids.slice(0, 1000) }],
      },
    });
    const last = String(emulator.state.companies().at(-1)?.id);
    const post = (body: object) => send('POST', '/contacts/ada/companies', body);
    expect(errorOf(await post({}))).toEqual({
      code: 'parameter_not_found',
      message: 'company not specified',
    });
    expect(errorOf(await post({ id: 'unknown' })).code).toBe('company_not_found');
    expect(errorOf(await post({ id: last }))).toEqual({
      code: 'contact_company_limit_exceeded',
      message: 'Contact has reached the maximum of 1000 company associations',
    });
  });

  it('are listed only with users, 15 a page', async () => {
    const ids = Array.from({ length: 17 }, (_, at) => `company ${at}`);
    const { send } = startClient({
      seed: {
        companies: [...ids, 'without users'].map((company_id) => ({ company_id })),
        contacts: [{ id: 'ada', companies: ids }],
      },
    });
    const first = await send('POST', '/companies/list');
    expect(first.body).toMatchObject({
      total_count: 17,
      pages: { next: { page: 2 }, total_pages: 2, per_page: 15 },
    });
    const second = await send('POST', '/companies/list?page=2');
    expect(second.body.data.map((company) => company.company_id)).toEqual(['company 15', 'company 16']);
    expect(second.body.pages.next).toBeNull();
  });

  it('are scrolled through with or without users, one scroll at a time, a minute of idling', async () => {
    const { send, clock } = startClient({ seed });
    const first = await send('GET', '/companies/scroll');
    expect(first.body.data.map((company) => company.company_id)).toEqual(['acme']);
    const second = await send('GET', '/companies/scroll');
    expect(second.status).toBe(400);
    expect(errorOf(second).code).toBe('scroll_exists');
    const next = `/companies/scroll?scroll_param=${first.body.scroll_param}`;
    expect((await send('GET', next)).body.data).toEqual([]);
    expect((await send('GET', next)).status).toBe(404);
    await send('GET', '/companies/scroll');
    clock.now += 60_001;
    expect((await send('GET', '/companies/scroll')).status).toBe(200);
  });

  it('are archived by DELETE, which detaches their contacts; their company_id makes a new one', async () => {
    const { send, emulator } = startClient({
      seed: { ...seed, contacts: [{ id: 'ada', companies: ['acme'] }] },
    });
    expect((await send('DELETE', '/companies/company-1')).body).toEqual({
      id: 'company-1',
      object: 'company',
      deleted: true,
    });
    expect(emulator.state.contact('ada')?.companies).toEqual([]);
    expect((await send('GET', '/companies/company-1')).status).toBe(404);
    expect((await send('POST', '/companies', { company_id: 'acme' })).body.id).not.toBe('company-1');
  });
});
