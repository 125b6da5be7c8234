import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ME } from '../../src/app/me.ts';
import { createReader } from '../../src/intercom/client.ts';
import { ATTRIBUTES } from '../../src/kinds/attribute/calls.ts';
import { ADMINS } from '../../src/kinds/contact/calls/admins.ts';
import { TAGS } from '../../src/kinds/tag/calls.ts';
import type { Json } from '../../src/types/json.ts';
import { BASE, CANARY, clientOver, contact, json, refusal, rejection, START } from './client-under-test.ts';
import { FakeClock } from './fake-clock.ts';

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

/** A reader over the real global fetch, which nock answers. */
function reader() {
  const clock = new FakeClock(START);
  const options = { baseUrl: BASE, token: CANARY, version: '2.16', tool: '0.1.0', random: () => 0 };
  return createReader({ ...options, now: clock.now, sleep: async (ms) => void (ms >= 0) });
}

const ADA = {
  type: 'admin',
  id: '991267459',
  email: 'ada@acme.test',
  name: 'Ada',
  app: {
    type: 'app',
    id_code: 'ecahpwf5',
    name: 'Acme',
    created_at: 1,
    timezone: 'Europe/Dublin',
    region: 'US',
  },
};

const errorList = (code: string, message: string) => ({
  type: 'error.list',
  request_id: 'r1',
  errors: [{ code, message }],
});

describe('over HTTP', () => {
  it('sends the headers that Intercom asks for', async () => {
    const scope = nock(BASE, {
      reqheaders: {
        authorization: `Bearer ${CANARY}`,
        'intercom-version': '2.16',
        accept: 'application/json',
        'user-agent': 'interform/0.1.0',
      },
      badheaders: ['content-type'],
    })
      .get('/me')
      .reply(200, ADA);
    expect(await reader().get(ME)).toEqual(ADA);
    expect(scope.isDone()).toBe(true);
  });

  it('reads the rate-limit headers', async () => {
    const headers = {
      'x-ratelimit-limit': '167',
      'X-RateLimit-Remaining': '157',
      'X-Ratelimit-Reset': '1794441612',
    };
    nock(BASE).get('/me').reply(200, ADA, headers);
    const client = reader();
    await client.get(ME);
    expect(client.rate()).toMatchObject({ limit: 167, remaining: 157, resetMs: START + 12_000 });
  });

  // intercom 1.5 and 1.6
  it.each([
    [400, 'parameter_invalid', 'rejected', "Custom attribute 'plan' does not exist"],
    [
      400,
      'intercom_version_invalid',
      'rejected',
      'Requested resource is not available in current API version.',
    ],
    [401, 'unauthorized', 'unauthorized', 'Access Token Invalid'],
    [401, 'token_revoked', 'unauthorized', 'revoked'],
    [402, 'payment', 'rejected', 'plan'],
    [403, 'api_plan_restricted', 'forbidden', 'Active subscription needed.'],
    [403, 'forbidden', 'forbidden', 'scope'],
    [404, 'not_found', 'not-found', 'Resource Not Found'],
    [405, 'method_not_allowed', 'rejected', 'method'],
    [406, 'media_type_not_acceptable', 'rejected', 'The Accept header should ...'],
    [409, 'conflict', 'conflict', 'A contact matching those details already exists with id=5f1'],
    [
      410,
      'contact_merged',
      'merged',
      "This contact has been merged. See the 'Link' header for the canonical contact.",
    ],
    [415, 'unsupported', 'rejected', 'Content-Type'],
    [422, 'data_invalid', 'rejected', 'The Data Attribute you are trying to archive has a dependant object'],
  ])(
    'turns %d %s into a %s error with its code, message and request id',
    async (status, code, family, message) => {
      nock(BASE).get('/tags').reply(status, errorList(code, message));
      const error = await rejection(reader().list(TAGS));
      expect(error).toMatchObject({
        name: 'IntercomError',
        status,
        code,
        family,
        messages: [message],
        requestId: 'r1',
      });
      expect(error.message).toBe(`GET /tags: ${status} ${code}: ${message}`);
      expect(nock.isDone()).toBe(true);
    },
  );

  it.each([408, 500, 502, 503, 504])('asks again after %d', async (status) => {
    nock(BASE).get('/tags').reply(status, errorList('server_error', 'Server Error'));
    nock(BASE)
      .get('/tags')
      .reply(200, { type: 'list', data: [{ type: 'tag', id: '7', name: 'VIP' }] });
    const client = reader();
    expect(await client.list(TAGS)).toMatchObject([{ id: '7', name: 'VIP' }]);
    expect(client.counts()).toEqual({ reads: 1, writes: 0, retried: 1 });
  });

  it.each([
    ['an HTML page', '<html><b>Bad Gateway</b></html>'],
    ['nothing', ''],
    ['a list', '[]'],
    ['errors of another shape', '{"errors":["boom", null]}'],
  ])('makes sense of a refusal that holds %s', async (_, body) => {
    nock(BASE).get('/tags').reply(418, body, { 'X-Request-Id': '002hgfcvrbki4r19dt0g' });
    const error = await rejection(reader().list(TAGS));
    expect(error).toMatchObject({ status: 418, family: 'rejected', requestId: '002hgfcvrbki4r19dt0g' });
    expect(error.message).not.toContain('<');
  });

  it('names a refused connection', async () => {
    nock(BASE)
      .get('/me')
      .times(3)
      .replyWithError(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    expect(await rejection(reader().get(ME))).toMatchObject({ family: 'network', status: null });
  });
});

describe('reading a contact', () => {
  it('finds it live, with what is missing read as null', async () => {
    const { reader, clock, sent } = clientOver(() =>
      json(contact('ada', { owner_id: 12, tags: { data: [{ id: 7 }], total_count: 11 } })),
    );
    expect(await clock.until(reader.contact('ada', { mergeHistory: true }))).toMatchObject({
      state: 'live',
      contact: {
        id: 'ada',
        role: 'user',
        external_id: null,
        phone: null,
        owner_id: '12',
        custom_attributes: {},
        unsubscribed_from_emails: false,
        tags: { data: [{ id: '7' }], total_count: 11, has_more: true },
      },
    });
    expect(sent[0]?.path).toBe('/contacts/ada?include_merge_history=true');
  });

  it('has no owner where the answer names none', async () => {
    const { reader, clock } = clientOver(() => json(contact('ada')));
    expect(await clock.until(reader.contact('ada'))).toMatchObject({
      contact: { owner_id: null, name: null },
    });
  });

  it('is gone after 404, whatever the text', async () => {
    const { reader, clock } = clientOver(() => refusal(404, 'not_found', 'User Not Found'));
    expect(await clock.until(reader.contact('ada'))).toEqual({ state: 'gone' });
    expect(await clock.until(reader.userByExternalId('customer-1'))).toEqual({ state: 'gone' });
  });

  it('is not gone when something else than Intercom answers 404', async () => {
    const { reader, clock } = clientOver(() => new Response('<html>no such site</html>', { status: 404 }));
    expect(await rejection(clock.until(reader.contact('ada')))).toMatchObject({
      family: 'not-found',
      code: 'not-json',
    });
  });

  it.each([
    ['</contacts/5f2>; rel="canonical"', '5f2'],
    ['<https://api.intercom.io/contacts/5f2>; rel=canonical', '5f2'],
    ['</docs>; rel="help", </contacts/5f2?x=1>; rel="canonical"', '5f2'],
    ['</contacts/5f2>; rel="next"', null],
    [undefined, null],
  ])('is merged after 410 with Link %s', async (link, into) => {
    const headers: Record<string, string> = link === undefined ? {} : { Link: link };
    const { reader, clock } = clientOver(() => refusal(410, 'contact_merged', 'merged', headers));
    expect(await clock.until(reader.contact('5f1'))).toEqual({ state: 'merged', into });
  });

  it('encodes what is not plain in a path', async () => {
    const { reader, clock, sent } = clientOver(() => json(contact('ada')));
    await clock.until(reader.userByExternalId('acme/7?x#é'));
    expect(sent[0]?.path).toBe('/contacts/find_by_external_id/acme%2F7%3Fx%23%C3%A9');
  });

  it.each(['.', '..'])('searches for the external_id %s, which no path can hold', async (value) => {
    const { reader, clock, sent } = clientOver(() =>
      json({ data: [contact('ada', { external_id: value })], total_count: 1, pages: {} }),
    );
    expect(await clock.until(reader.userByExternalId(value))).toMatchObject({
      state: 'live',
      contact: { id: 'ada' },
    });
    expect(sent[0]?.path).toBe('/contacts/search');
  });

  it.each([{ role: 'user' }, { id: '', role: 'user' }, { id: 'ada', role: 'contact' }, { id: 'ada' }])(
    'refuses %j, which is no contact',
    async (body) => {
      const { reader, clock, sent } = clientOver(() => json(body));
      expect(await rejection(clock.until(reader.contact('ada')))).toMatchObject({ family: 'malformed' });
      expect(sent).toHaveLength(1);
    },
  );

  it('reads the merge history, bare or in an envelope', async () => {
    const entries = [{ type: 'merge_history', source_contact_id: 'lead-1' }];
    for (const merge_history of [entries, { type: 'list', data: entries }]) {
      const { reader, clock } = clientOver(() => json(contact('ada', { merge_history })));
      const read = await clock.until(reader.contact('ada'));
      expect(read).toMatchObject({ contact: { merge_history: [{ source_contact_id: 'lead-1' }] } });
    }
  });
});

describe('a refusal', () => {
  it('says what it says, and is a refusal too where it says nothing', async () => {
    const answers: Json[] = [
      [{ code: 'parameter_invalid' }, { code: 'x', message: 'no name' }],
      [{ message: 7 }],
      [],
    ];
    const messages: string[] = [];
    for (const errors of answers) {
      const { reader, clock } = clientOver(() => json({ type: 'error.list', errors }, 400));
      const error = await rejection(clock.until(reader.contact('ada')));
      expect(error).toMatchObject({ intercom: true, status: 400, outcome: 'refused' });
      messages.push(error.message);
    }
    expect(messages[0]).toBe('GET /contacts/ada: 400 parameter_invalid: no name');
  });
});

describe('reading the rest', () => {
  const acme = { type: 'company', id: '6762', company_id: 'acme', name: 'Acme', plan: {} };

  it.each([
    ['a bare company', acme],
    ['a list', { type: 'list', data: [{ ...acme, id: '1', company_id: 'acme-2' }, acme] }],
  ])('finds a company in %s', async (_, body) => {
    const { reader, clock, sent } = clientOver(() => json(body));
    expect(await clock.until(reader.company('acme'))).toMatchObject({ id: '6762', company_id: 'acme' });
    expect(sent[0]?.path).toBe('/companies?company_id=acme');
  });

  it('finds no company in an empty list, another company, or a 404', async () => {
    const answers = [
      json({ type: 'list', data: [] }),
      json({ ...acme, company_id: 'other' }),
      refusal(404, 'company_not_found', 'Company Not Found'),
    ];
    const { reader, clock } = clientOver((_, count) => answers[count - 1] ?? json({}));
    for (let turn = 0; turn < 3; turn += 1) expect(await clock.until(reader.company('acme'))).toBeUndefined();
  });

  it('reads attributes with the archived ones, options as text, built-ins without an id', async () => {
    const base = { type: 'data_attribute', model: 'contact', data_type: 'string' };
    const { reader, clock, sent } = clientOver(() =>
      json({
        type: 'list',
        data: [
          { ...base, name: 'name', full_name: 'name', custom: false },
          {
            ...base,
            id: 44,
            name: 'plan',
            full_name: 'custom_attributes.plan',
            options: ['free', { value: 'pro' }],
          },
        ],
      }),
    );
    const attributes = await clock.until(reader.list(ATTRIBUTES));
    expect(attributes.map(({ id, options }) => ({ id, options }))).toEqual([
      { id: undefined, options: undefined },
      { id: 44, options: ['free', 'pro'] },
    ]);
    expect(sent[0]?.path).toBe('/data_attributes?include_archived=true');
  });

  it('reads admins', async () => {
    const { reader, clock } = clientOver(() =>
      json({ type: 'admin.list', admins: [{ type: 'admin', id: 12, email: 'jane@acme.test' }] }),
    );
    expect(await clock.until(reader.list(ADMINS))).toMatchObject([{ id: '12', email: 'jane@acme.test' }]);
  });

  it.each([{}, { app: {} }, { id: '1', app: null }])('refuses %j as the answer of /me', async (body) => {
    const { reader, clock } = clientOver(() => json(body));
    expect(await rejection(clock.until(reader.get(ME)))).toMatchObject({ family: 'malformed' });
  });
});

describe('a conflict', () => {
  it.each([
    ['A contact matching those details already exists with id=5f1ab', '5f1ab', false],
    ['An archived contact matching those details already exists with id=5f1ab', '5f1ab', true],
    ['User already exists', undefined, false],
  ])('%s', async (message, conflictId, archived) => {
    const { client, clock } = clientOver(() => refusal(409, 'conflict', message));
    const work = client.send(
      { method: 'POST', path: '/contacts', body: { email: 'ada@acme.test' } },
      { creates: true },
    );
    const error = await rejection(clock.until(work));
    expect(error).toMatchObject({ family: 'conflict', outcome: 'refused', archived });
    expect('conflictId' in error ? error.conflictId : undefined).toBe(conflictId);
  });
});

describe('the reader', () => {
  it('has no write operation at run time', () => {
    const { reader, client } = clientOver(() => json({}));
    expect(Object.keys(client).filter((name) => !(name in reader))).toEqual(['send', 'hold']);
    expect(Object.isFrozen(reader)).toBe(true);
  });
});
