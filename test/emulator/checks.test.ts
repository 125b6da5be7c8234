import { describe, expect, it } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { errorOf, START, startClient } from './client.ts';

describe('headers of every answer (intercom 11.1)', () => {
  it('are on answers and on errors, and name the version in force', async () => {
    const { send } = startClient({ rateLimit: 167 });
    for (const path of ['/me', '/nowhere']) {
      const { headers } = await send('GET', path, undefined, { 'Intercom-Version': '2.11' });
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control')).toBe('max-age=0, private, must-revalidate');
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-z]{20}$/);
      expect(headers.get('intercom-version')).toBe('2.11');
      expect(headers.get('etag')).toMatch(/^W\/"[0-9a-f]{32}"$/);
      expect(headers.get('x-runtime')).toMatch(/^\d+\.\d{6}$/);
      expect(headers.get('x-ratelimit-limit')).toBe('167');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  it('carry a recent_write cookie on writes only', async () => {
    const { send } = startClient();
    const write = await send('POST', '/tags', { name: 'vip' });
    expect(write.headers.get('set-cookie')).toMatch(
      /^recent_write=[0-9a-f-]{36}; path=\/; max-age=1; HttpOnly; secure$/,
    );
    const search = await send('POST', '/contacts/search', {
      query: { field: 'role', operator: '=', value: 'user' },
    });
    expect(search.status).toBe(200);
    expect(search.headers.get('set-cookie')).toBeNull();
  });

  it('set no cookie for a write that was refused (wire)', async () => {
    const { send } = startClient();
    const refused = await send('PUT', '/contacts/nobody', { name: 'Ada' });
    expect(refused.status).toBe(404);
    expect(refused.headers.get('set-cookie')).toBeNull();
  });

  it('repeat the request id of the header in an error, unless switched off (intercom 1.4)', async () => {
    const { send } = startClient();
    const { body, headers } = await send('GET', '/nowhere');
    expect(body.request_id).toBe(headers.get('x-request-id'));
    const bare = startClient({ switches: { requestIdInErrors: false } });
    expect((await bare.send('GET', '/nowhere')).body).not.toHaveProperty('request_id');
  });

  it('send no X-RateLimit headers without a limit', async () => {
    const { headers } = await startClient({ rateLimit: 0 }).send('GET', '/me');
    expect([...headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
  });
});

describe('the rate limit (intercom 2.2, 2.3, 11.1)', () => {
  it('counts windows of ten seconds; the first request of one reads Remaining = Limit', async () => {
    const { send, clock } = startClient({ rateLimit: 2 });
    const first = await send('GET', '/me');
    expect(first.headers.get('x-ratelimit-remaining')).toBe('2');
    expect(first.headers.get('x-ratelimit-reset')).toBe(String(Math.floor(START / 10) * 10 + 12));
    expect((await send('GET', '/me')).headers.get('x-ratelimit-remaining')).toBe('1');
    const third = await send('POST', '/tags', { name: 'vip' });
    expect(third.status).toBe(429);
    expect(third.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(third.headers.get('retry-after')).toBeNull();
    expect(errorOf(third)).toEqual({
      code: 'rate_limit_exceeded',
      message: 'Exceeded rate limit of 2 in 10_seconds',
    });
    clock.now = (Math.floor(START / 10) * 10 + 10) * 1000;
    const renewed = await send('GET', '/tags');
    expect(renewed.headers.get('x-ratelimit-remaining')).toBe('2');
    expect(renewed.body.data).toEqual([]);
  });

  it('counts errors, and each token apart', async () => {
    const { send } = startClient({ rateLimit: 2 });
    await send('GET', '/contacts/unknown');
    await send('GET', '/contacts/unknown');
    expect((await send('GET', '/me')).status).toBe(429);
    expect((await send('GET', '/me', undefined, { Authorization: 'Bearer other' })).status).toBe(200);
  });

  it('sends Retry-After when switched on (intercom 9.38)', async () => {
    const { send } = startClient({ rateLimit: 1, switches: { retryAfter: true } });
    await send('GET', '/me');
    expect((await send('GET', '/me')).headers.get('retry-after')).toBe('4');
  });
});

describe('checks in order (intercom 11.2)', () => {
  it('refuses a missing or other token before anything else', async () => {
    const emulator = createEmulator({ token: 'secret', rateLimit: 0 });
    const get = (headers: Record<string, string>) => emulator.fetch('http://any/nowhere', { headers });
    for (const headers of [{}, { Authorization: 'Bearer wrong' }, { Authorization: 'Basic secret' }]) {
      const reply = await get({ ...headers, 'Intercom-Version': '9.9' });
      expect(reply.status).toBe(401);
      expect(await reply.json()).toMatchObject({
        type: 'error.list',
        errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }],
      });
    }
    expect((await get({ Authorization: 'Bearer secret' })).status).toBe(404);
  });

  it('refuses an unknown version before the body and the path', async () => {
    const { send } = startClient();
    const reply = await send('POST', '/nowhere', '{', { 'Intercom-Version': '9.9' });
    expect(reply.status).toBe(400);
    expect(errorOf(reply)).toEqual({
      code: 'intercom_version_invalid',
      message: 'Requested resource is not available in current API version.',
    });
  });

  it('takes the default version where the header is absent', async () => {
    const emulator = createEmulator({ switches: { defaultVersion: '2.10' } });
    const reply = await emulator.fetch('http://any/me', { headers: { Authorization: 'Bearer any' } });
    expect(reply.headers.get('intercom-version')).toBe('2.10');
  });

  it('asks for an Accept header that takes JSON when switched on', async () => {
    const { send } = startClient({ switches: { requireAccept: true } });
    const html = await send('GET', '/me', undefined, { Accept: 'text/html' });
    expect(html.status).toBe(406);
    expect(errorOf(html).code).toBe('media_type_not_acceptable');
    expect((await send('GET', '/me', undefined, { Accept: 'application/json' })).status).toBe(200);
  });

  it('refuses a body that is no JSON object before the path', async () => {
    const { send } = startClient();
    for (const body of ['{', '[]', '"text"']) {
      const reply = await send('POST', '/nowhere', body);
      expect(reply.status).toBe(400);
      expect(errorOf(reply).code).toBe('parameter_invalid');
    }
  });

  it('takes null for no body, as the spec does in its example of an attach without a company', async () => {
    const { send } = startClient({ seed: { contacts: [{ id: 'ada' }] } });
    expect(errorOf(await send('POST', '/contacts/ada/companies', 'null'))).toEqual({
      code: 'parameter_not_found',
      message: 'company not specified',
    });
  });

  it('refuses a body over the limit', async () => {
    const { send } = startClient();
    const reply = await send('POST', '/contacts', `{"name":"${'a'.repeat(10 * 1024 * 1024)}"}`);
    expect(reply.status).toBe(413);
  });

  it.each([
    ['GET', '/nowhere'],
    ['PATCH', '/contacts'],
    ['OPTIONS', '/contacts'],
    ['DELETE', '/me'],
    ['GET', '/contacts/%E0%A4%A'],
    ['GET', '/me/x'],
  ])('answers 404 to %s %s', async (method, path) => {
    const reply = await startClient().send(method, path);
    expect(reply.status).toBe(404);
    expect(errorOf(reply)).toEqual({ code: 'not_found', message: 'Resource Not Found' });
  });

  it('takes a path that starts with two slashes for no host', () => {
    const { emulator } = startClient();
    const headers = { authorization: 'Bearer any' };
    expect(emulator.handle({ method: 'GET', url: '//x/me', headers, body: '' }).status).toBe(404);
  });
});
