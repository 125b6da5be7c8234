import { expect, it } from 'vitest';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator, NOBODY } from './drive.ts';
import { openSession } from './session.ts';

const SEED: EmulatorSeed = {
  admins: [
    { id: '991', email: 'jane@acme.test' },
    { id: '992', email: 'joe@acme.test' },
  ],
  teams: [{ id: '814865', name: 'Support', admin_ids: ['991', 992] }, { name: 'Sales' }],
};

describeContract('every answer of the emulator is described, whatever the endpoint', () => {
  const { session, now, ok, refused, malformed } = driveEmulator(
    endpointsOf('admins', 'segments', 'teams'),
    SEED,
  );

  it.each(endpointsOf())('without the right token: %s', async (endpoint) => {
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

  it('about teams', async () => {
    const support = { type: 'team', id: '814865', name: 'Support', admin_ids: [991, 992] };
    const { teams } = await ok('GET', '/teams');
    expect(teams).toMatchObject([support, { id: '814866', name: 'Sales', admin_ids: [] }]);
    expect(await ok('GET', '/teams/814865')).toMatchObject(support);
    const { admins } = await ok('GET', '/admins');
    expect(admins.map(({ team_ids }: { team_ids: number[] }) => team_ids)).toEqual([[814865], [814865]]);
    await refused(404, 'team_not_found', 'GET', '/teams/1');
  });
});
