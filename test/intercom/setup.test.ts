import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ME } from '../../src/app/me.ts';
import { baseUrlOf, regionOfBaseUrl, resolveBaseUrl } from '../../src/intercom/base-url.ts';
import { createReader } from '../../src/intercom/client.ts';
import { IntercomError } from '../../src/intercom/error.ts';
import { explainFailure } from '../../src/intercom/explain.ts';
import { fetchFor } from '../../src/intercom/proxy.ts';
import { checkToken, redactor } from '../../src/intercom/token.ts';
import { TAGS } from '../../src/kinds/tag/calls.ts';
import { BASE, CANARY, clientOver, json, refusal, rejection } from './client-under-test.ts';

describe('the token', () => {
  it.each([
    ['', 'empty'],
    ['\u201cdG9rOmFkYQ\u201d', 'typographic'],
    ['dG9r\u2019OmFkYQ', 'typographic'],
    ['"dG9rOmFkYQ"', 'quotation mark'],
    ['dG9r OmFkYQ', 'space inside'],
    ['dG9rOmFkYQ\n', 'line break at its start or end'],
    ['dG9r\nOmFkYQ', 'line break inside'],
    ['Bearer dG9rOmFkYQ', 'Bearer'],
    ['dG9rÖmFkYQ', 'outside ASCII'],
    ['dG9r\u200bOmFkYQ', 'outside ASCII'],
  ])('%j is refused before any request, unseen', (token, reason) => {
    const options = {
      baseUrl: BASE,
      version: '2.16',
      now: () => 0,
      sleep: async () => undefined,
      random: () => 0,
    };
    let sent = 0;
    const fetchNothing: typeof fetch = async () => {
      sent += 1;
      return json({});
    };
    let thrown: unknown;
    try {
      createReader({ ...options, token, fetch: fetchNothing });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(IntercomError);
    expect(thrown).toMatchObject({ family: 'token', code: 'invalid-token', intercom: true });
    expect(String(thrown)).toContain(reason);
    expect(inspect(thrown)).not.toContain('OmFkYQ');
    expect(sent).toBe(0);
  });

  it('passes as it is when it is one', () => {
    expect(checkToken(CANARY)).toBe(CANARY);
  });

  it('never reaches an error, in any spelling that comes back', async () => {
    const spellings = [CANARY, encodeURIComponent(CANARY), Buffer.from(CANARY).toString('base64')];
    const echo = `Bearer ${spellings.join(' ')}`;
    const failures = [
      () => refusal(401, CANARY, echo, { 'x-request-id': CANARY }),
      () => json({ request_id: CANARY, errors: [{ code: 'x', message: echo }] }, 409),
      () => new Response(echo, { status: 500 }),
      () => new Response(echo),
      () => {
        throw new TypeError(`Headers.append: "${echo}" is an invalid header value`, {
          cause: new Error(echo),
        });
      },
    ];
    for (const respond of failures) {
      const { client, clock } = clientOver(respond);
      const work = client.send({ method: 'PUT', path: `/contacts/${encodeURIComponent(CANARY)}`, body: {} });
      const error = await rejection(clock.until(work));
      const shown =
        inspect(error, { depth: 9, showHidden: true }) + JSON.stringify({ ...error }) + error.stack;
      for (const spelling of spellings) expect(shown).not.toContain(spelling);
      expect(inspect(client, { depth: 9, showHidden: true })).not.toContain(CANARY);
    }
  });

  it('is replaced wherever it stands', () => {
    expect(redactor('a+b')('x a+b y a%2Bb z')).toBe('x [token] y [token] z');
  });

  it('is replaced in the spelling of JSON and of URLs too, where they escape it', () => {
    const token = 'dG9r\\canary\\%+/';
    const redact = redactor(token);
    for (const text of [token, JSON.stringify({ token }), `?t=${encodeURIComponent(token)}`])
      expect(redact(text)).not.toContain('canary');
    expect(redact(JSON.stringify({ token }))).toBe('{"token":"[token]"}');
  });
});

describe('the base URL', () => {
  const env = {};

  it('is the flag, else INTERCOM_BASE_URL, else that of the region, else US', () => {
    const fromEnv = { INTERCOM_BASE_URL: 'https://gateway.acme.test/intercom/' };
    expect(resolveBaseUrl({ baseUrl: 'http://127.0.0.1:4010', env: fromEnv, region: 'eu' })).toBe(
      'http://127.0.0.1:4010',
    );
    expect(resolveBaseUrl({ env: fromEnv, region: 'eu' })).toBe('https://gateway.acme.test/intercom');
    expect(resolveBaseUrl({ env: { INTERCOM_BASE_URL: '' }, region: 'eu' })).toBe(
      'https://api.eu.intercom.io',
    );
    expect(resolveBaseUrl({ env, region: 'au' })).toBe(baseUrlOf('au'));
    expect(resolveBaseUrl({ env })).toBe('https://api.intercom.io');
  });

  it.each([
    ['api.intercom.io', 'not a URL'],
    ['ftp://api.intercom.io', 'http'],
    ['https://ada:secret@api.intercom.io', 'password'],
    ['https://api.intercom.io?x=1', 'query'],
    ['http://api.intercom.io', 'unencrypted'],
    ['http://127.0.0.1.evil.test', 'unencrypted'],
    ['http://localhost.evil.test', 'unencrypted'],
  ])('%s is refused', (baseUrl, reason) => {
    let thrown: unknown;
    try {
      resolveBaseUrl({ baseUrl, env });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ family: 'base-url', code: 'invalid-base-url' });
    expect(String(thrown)).toContain(reason);
    expect(String(thrown)).not.toContain('secret');
  });

  it.each(['http://localhost:4010', 'http://127.0.0.9:1', 'http://[::1]:4010/v1'])(
    '%s is this machine',
    (baseUrl) => {
      expect(resolveBaseUrl({ baseUrl, env })).toBe(baseUrl);
    },
  );

  it('may be plain http elsewhere when the environment says so', () => {
    expect(resolveBaseUrl({ baseUrl: 'http://emulator:4010/', env: { INTERFORM_ALLOW_HTTP: '1' } })).toBe(
      'http://emulator:4010',
    );
  });

  it('tells its region where it is one of Intercom', () => {
    expect(regionOfBaseUrl('https://api.eu.intercom.io')).toBe('eu');
    expect(regionOfBaseUrl('http://127.0.0.1:4010')).toBeUndefined();
  });

  it('keeps its path prefix in requests', async () => {
    const { reader, clock, sent } = clientOver(() => json({ data: [] }), {
      baseUrl: 'https://gateway.acme.test/intercom',
    });
    await clock.until(reader.list(TAGS));
    expect(sent[0]?.path).toBe('/intercom/tags');
  });
});

describe('a proxy', () => {
  it('is not loaded when no variable names one', async () => {
    const plain = await fetchFor({ NO_PROXY: '*' });
    expect(plain.name).not.toBe('throughProxy');
  });

  it('gets the requests that HTTP_PROXY sends through it, but not those that NO_PROXY excepts', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(`${request.method} ${request.url}`);
      response.end('{"data":[]}');
    });
    proxy.on('connect', (request, socket) => {
      seen.push(`${request.method} ${request.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    try {
      const through = await fetchFor({ http_proxy: url });
      await through('http://intercom.invalid/tags', { method: 'GET' }).catch(() => undefined);
      expect(seen).toHaveLength(1);
      expect(seen[0]).toContain('intercom.invalid');

      const around = await fetchFor({ HTTP_PROXY: url, NO_PROXY: 'intercom.invalid' });
      await around('http://intercom.invalid/tags', { method: 'GET' }).catch(() => undefined);
      expect(seen).toHaveLength(1);
    } finally {
      proxy.closeAllConnections();
      proxy.close();
    }
  });

  it('does not get what goes to this machine', async () => {
    const server = createServer((request, response) => response.end(JSON.stringify({ url: request.url })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const through = await fetchFor({ http_proxy: 'http://proxy.invalid:3128' });
      for (const host of ['127.0.0.1', 'localhost']) {
        expect(await (await through(`http://${host}:${port}/tags`)).json()).toEqual({ url: '/tags' });
      }
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('with a broken address is refused without showing it', async () => {
    const error = await rejection(fetchFor({ HTTPS_PROXY: 'ada:secret@proxy' }));
    expect(error).toMatchObject({ code: 'invalid-proxy' });
    expect(inspect(error)).not.toContain('secret');
  });
});

describe('explaining a failure', () => {
  it('says what happened, in whose words, and what to do', async () => {
    const { reader, clock } = clientOver(() => refusal(401, 'unauthorized', 'Access Token Invalid'));
    const error = await rejection(clock.until(reader.get(ME)));
    expect(error).toBeInstanceOf(IntercomError);
    if (!(error instanceof IntercomError)) return;
    expect(explainFailure(error)).toEqual({
      code: 'intercom-unauthorized',
      summary: 'Intercom does not accept the access token',
      detail: 'GET /me: 401 unauthorized: Access Token Invalid',
      help: expect.stringContaining('interform doctor'),
    });
  });

  it('tells a token that lacks a right from one that is refused, though both are 401', () => {
    const lacking = new IntercomError({ family: 'unauthorized', status: 401, code: 'token_unauthorized' });
    expect(explainFailure(lacking).summary).toBe('The access token has no permission for this');
  });

  it('has its own words for codes that need others than their status', () => {
    const explained = explainFailure(
      new IntercomError({ family: 'forbidden', code: 'api_plan_restricted', status: 403 }),
    );
    expect(explained.summary).toBe('The subscription of the workspace does not include this');
  });

  it('says when a write may have taken effect', () => {
    const lost = new IntercomError({
      family: 'timeout',
      outcome: 'unknown',
      method: 'POST',
      path: '/contacts',
    });
    expect(explainFailure(lost).help).toContain('may have taken effect');
    expect(explainFailure(new IntercomError({ family: 'timeout' })).help).not.toContain(
      'may have taken effect',
    );
  });

  it('understands a failure that another client made', () => {
    const foreign = Object.assign(new Error('no'), {
      intercom: true as const,
      status: 429,
      code: 'x',
      requestId: null,
      outcome: 'refused' as const,
    });
    expect(explainFailure(foreign).code).toBe('intercom-rate-limited');
  });
});
