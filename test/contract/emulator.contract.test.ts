import { expect, it } from 'vitest';
import { createEmulator } from '../../src/emulator/index.ts';
import { describeContract } from './describe-contract.ts';
import { driveEmulator, NOBODY } from './drive.ts';
import { ENDPOINTS } from './endpoints.ts';
import { openSession } from './session.ts';

describeContract('every answer of the emulator is described, whatever the endpoint', () => {
  const { session, now, ok, malformed } = driveEmulator(['GET /me', 'GET /admins', 'GET /segments']);

  it.each(ENDPOINTS)('without the right token: %s', async (endpoint) => {
    const [method = '', path = ''] = endpoint.split(' ');
    const answer = await session().malformed(method, path, undefined, { authorization: 'Basic eA==' });
    expect(answer.status).toBe(401);
    expect(answer.body.errors[0]).toMatchObject({ code: 'unauthorized', message: 'Access Token Invalid' });
  });

  it('off the map, with an unknown version and with broken JSON', async () => {
    expect((await session().malformed('GET', '/people')).status).toBe(404);
    expect((await session().malformed('PATCH', `/contacts/${NOBODY}`, {})).status).toBe(404);
    const version = await session().malformed('GET', '/me', undefined, { 'intercom-version': '9.9' });
    expect(version).toMatchObject({ status: 400, body: { errors: [{ code: 'intercom_version_invalid' }] } });
    await malformed(400, 'parameter_invalid', 'POST', '/contacts', '{"role":');
  });

  it('over the rate limit', async () => {
    const limited = createEmulator({ now, rateLimit: 1 });
    const narrow = openSession(limited.fetch);
    expect((await narrow.call('GET', '/me')).status).toBe(200);
    const answer = await narrow.call('GET', '/me');
    expect(answer).toMatchObject({ status: 429, body: { errors: [{ code: 'rate_limit_exceeded' }] } });
    expect(narrow.violations()).toEqual([]);
    await ok('GET', '/me');
  });

  it('about the workspace: me, admins, segments', async () => {
    const me = await ok('GET', '/me');
    expect(me.app).toMatchObject({ id_code: expect.any(String), timezone: expect.any(String) });
    const admins = await ok('GET', '/admins');
    expect(admins).toMatchObject({ type: 'admin.list', admins: expect.any(Array) });
    expect(await ok('GET', '/segments?include_count=true')).toMatchObject({ type: 'segment.list' });
  });
});
