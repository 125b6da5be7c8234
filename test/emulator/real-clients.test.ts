import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { errorOf, startClient } from './client.ts';

const seed = {
  contacts: [{ id: 'ada', external_id: 'ada' }],
  companies: [
    { id: 'c1', company_id: 'acme', name: 'Acme' },
    { id: 'c2', company_id: 'umbra', name: 'Umbra' },
  ],
};

function basic(text: string): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

describe('Basic authentication (intercom 11.2)', () => {
  it('takes the token as user name, with an empty password', async () => {
    const { send } = startClient({ token: 'secret' });
    expect((await send('GET', '/me', undefined, basic('secret:'))).status).toBe(200);
  });

  it.each(['other:', 'secret:password', 'secret', ':secret', ''])('refuses %j', async (pair) => {
    const { send } = startClient({ token: 'secret' });
    const reply = await send('GET', '/me', undefined, basic(pair));
    expect([reply.status, errorOf(reply).code]).toEqual([401, 'unauthorized']);
  });

  it('counts against the limit of the same token', async () => {
    const { send } = startClient({ rateLimit: 1 });
    expect((await send('GET', '/me', undefined, basic('ada-token:'))).status).toBe(200);
    expect((await send('GET', '/me')).status).toBe(429);
  });
});

describe('paths', () => {
  it.each(['//me', '/contacts//ada', '//contacts//ada/'])(
    'take %s for one with single slashes',
    async (path) => {
      expect((await startClient({ seed }).send('GET', path)).status).toBe(200);
    },
  );

  it('that only the official API has answer 501 with their name', async () => {
    const { send } = startClient({ seed });
    const reply = await send('GET', '/office_hours_schedules/12?page=2');
    expect(reply.status).toBe(501);
    expect(errorOf(reply)).toEqual({
      code: 'not_implemented',
      message:
        'The emulator does not serve GET /office_hours_schedules/{id}, which Intercom has. What it serves stands in docs/guides/emulator.md, "What it does not do".',
    });
  });

  it('that nobody has, and those that a version does not have yet, answer 404', async () => {
    const { send } = startClient({ seed });
    for (const [method, path, version] of [
      ['GET', '/nowhere', '2.16'],
      ['POST', '/office_hours_schedules/12', '2.16'],
      ['GET', '/contacts/find_by_external_id/ada', '2.12'],
    ] as const) {
      const reply = await send(method, path, undefined, { 'Intercom-Version': version });
      expect([reply.status, errorOf(reply).message]).toEqual([404, 'Resource Not Found']);
    }
  });
});

describe('HEAD', () => {
  it('answers as GET does, without the body', async () => {
    const { send } = startClient({ seed });
    const get = await send('GET', '/contacts/ada');
    const head = await send('HEAD', '/contacts/ada');
    expect([head.status, head.body]).toEqual([200, {}]);
    expect(head.headers.get('etag')).toBe(get.headers.get('etag'));
    expect(head.headers.get('set-cookie')).toBeNull();
    expect((await send('HEAD', '/contacts/nobody')).status).toBe(404);
  });

  it('leaves the connection in order over HTTP', async () => {
    const { url, close } = await createEmulator({ seed }).listen();
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: 'Bearer any' };
      request(`${url}/contacts/ada`, { method: 'HEAD', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode));
      })
        .on('error', reject)
        .end();
    });
    await close();
    expect(status).toBe(200);
  });
});

describe('versions', () => {
  it.each(['2.0', '2.17', '2.18'])('%s is spoken', async (version) => {
    const { send } = startClient({ seed });
    expect((await send('GET', '/me', undefined, { 'Intercom-Version': version })).status).toBe(200);
  });

  it.each(['1.0', '1.4'])(
    '%s is refused, and the answer says that it is the emulator who does',
    async (version) => {
      const { send } = startClient({ seed });
      const reply = await send('GET', '/me', undefined, { 'Intercom-Version': version });
      expect(reply.status).toBe(400);
      expect(errorOf(reply)).toEqual({
        code: 'intercom_version_invalid',
        message: `The emulator does not speak ${version}: it emulates the versions 2.0 to 2.18.`,
      });
    },
  );
});

describe('POST /companies with an id (intercom 5.2)', () => {
  it('updates the company of that id, whose company_id stays', async () => {
    const { send, emulator } = startClient({ seed });
    const byId = await send('POST', '/companies', { id: 'c1', name: 'Acme Inc.' });
    expect(byId.body).toMatchObject({ id: 'c1', company_id: 'acme', name: 'Acme Inc.' });
    const both = await send('POST', '/companies', { id: 'c1', company_id: 'umbra', size: 7 });
    expect(both.body).toMatchObject({ id: 'c1', company_id: 'acme', size: 7 });
    expect(emulator.state.companies()).toHaveLength(2);
  });

  it('refuses an id that no company has, and one that is no text', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('POST', '/companies', { id: 'c9' })).code).toBe('company_not_found');
    expect(errorOf(await send('POST', '/companies', { id: 9 })).code).toBe('parameter_invalid');
  });

  it('ignores an id of null', async () => {
    const { send } = startClient({ seed });
    expect((await send('POST', '/companies', { id: null, company_id: 'acme' })).body.id).toBe('c1');
  });
});

describe('notes', () => {
  it('are paged by number, newest first', async () => {
    const { send } = startClient({ seed });
    for (const body of ['one', 'two', 'three']) await send('POST', '/contacts/ada/notes', { body });
    const first = (await send('GET', '/contacts/ada/notes?per_page=2')).body;
    expect(first).toMatchObject({
      total_count: 3,
      data: [{ id: '3' }, { id: '2' }],
      pages: { type: 'pages', page: 1, per_page: 2, total_pages: 2, next: { page: 2, per_page: 2 } },
    });
    const last = (await send('GET', '/contacts/ada/notes?per_page=2&page=2')).body;
    expect(last).toMatchObject({ data: [{ id: '1' }], pages: { page: 2, next: null } });
    expect((await send('GET', '/contacts/ada/notes?per_page=2&page=3')).body.data).toEqual([]);
  });
});

describe('searches', () => {
  it('take a filter without a value for one of null, as intercom-client sends it', async () => {
    const { send } = startClient({
      seed: { contacts: [...seed.contacts, { id: 'lead', email: 'b@acme.test' }] },
    });
    const find = (operator: string) =>
      send('POST', '/contacts/search', { query: { field: 'external_id', operator } });
    expect((await find('!=')).body.data).toMatchObject([{ id: 'ada' }]);
    expect((await find('=')).body.data).toMatchObject([{ id: 'lead' }]);
    expect((await find('~')).status).toBe(400);
  });
});

describe('options of a new attribute', () => {
  it('may be texts, as in the suite of intercom-client', async () => {
    const list = { name: 'tier', model: 'contact', data_type: 'string', options: ['yey', 'yoy'] };
    expect((await startClient().send('POST', '/data_attributes', list)).body.options).toEqual(['yey', 'yoy']);
  });
});

describe('switches', () => {
  it('attribute-name-commas lets a name hold commas', async () => {
    const attribute = { name: 'Plan, size', model: 'contact', data_type: 'string' };
    expect((await startClient().send('POST', '/data_attributes', attribute)).status).toBe(400);
    const { send } = startClient({ switches: { attributeNameCommas: true } });
    expect((await send('POST', '/data_attributes', attribute)).body.name).toBe('Plan, size');
  });

  it('scroll-end-param leaves scroll_param out of the last page', async () => {
    for (const scrollEndParam of [true, false]) {
      const { send } = startClient({ seed, switches: { scrollEndParam } });
      const { body: first } = await send('GET', '/companies/scroll');
      const { body: last } = await send('GET', `/companies/scroll?scroll_param=${first.scroll_param}`);
      expect(last.data).toEqual([]);
      expect('scroll_param' in last).toBe(scrollEndParam);
    }
  });
});
