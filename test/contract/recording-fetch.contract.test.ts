import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { recordingFetch } from './recording-fetch.ts';
import { ADA, contact, request } from './samples.ts';

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function answering(body: unknown, status = 200): typeof fetch {
  return async () => new Response(JSON.stringify(body), { status, headers: JSON_TYPE });
}

describeContract('a recording fetch', () => {
  it('passes request and answer on unchanged and finds nothing in correct ones', async () => {
    let passed: unknown;
    const recorder = recordingFetch(async (input, init) => {
      passed = [input, init];
      return new Response(JSON.stringify(contact()), { headers: JSON_TYPE });
    });
    const { url, ...sent } = request('PUT', `/contacts/${ADA}`, { name: 'Ada' });
    const answer = await recorder.fetch(url, sent);
    expect(passed).toEqual([url, sent]);
    expect(await answer.json()).toEqual(contact());
    expect(recorder.violations()).toEqual([]);
    expect(recorder.exchanges).toMatchObject([
      {
        method: 'PUT',
        url,
        requestBody: '{"name":"Ada"}',
        status: 200,
        responseBody: JSON.stringify(contact()),
      },
    ]);
  });

  it('finds what is wrong with the request and with the answer, of every exchange', async () => {
    const recorder = recordingFetch(answering({ type: 'list', data: [{ id: 7 }] }));
    for (const path of ['/tags?page=2', '/tags']) {
      const { url, ...sent } = request('GET', path);
      await recorder.fetch(new URL(url), sent);
    }
    expect(recorder.violations()).toEqual([
      'GET /tags: unknown query parameter page',
      'GET /tags → 200: body/data/0/id must be string, not 7',
      'GET /tags → 200: body/data/0/id must be string, not 7',
    ]);
    expect(recorder.exchanges[0]).toMatchObject({
      requestViolations: ['GET /tags: unknown query parameter page'],
      responseViolations: ['GET /tags → 200: body/data/0/id must be string, not 7'],
    });
  });

  it('reads a Request object without consuming it', async () => {
    const recorder = recordingFetch(async (input) => {
      const text = input instanceof Request ? await input.text() : 'no request';
      return new Response(text, { status: 404, headers: JSON_TYPE });
    });
    const { url, ...sent } = request('PUT', `/contacts/${ADA}`, { nickname: 'ada' });
    const answer = await recorder.fetch(new Request(url, sent));
    expect(await answer.text()).toBe('{"nickname":"ada"}');
    expect(recorder.violations()[0]).toBe('PUT /contacts/{contact_id}: body has the unknown key nickname');
  });

  it('records a request that got no answer and lets the failure through', async () => {
    const recorder = recordingFetch(async () => {
      throw new TypeError('fetch failed');
    });
    const { url, ...sent } = request('GET', '/me');
    await expect(recorder.fetch(url, sent)).rejects.toThrow('fetch failed');
    expect(recorder.exchanges).toMatchObject([{ method: 'GET', status: null, responseBody: null }]);
    expect(recorder.violations()).toEqual([]);
  });

  it('reads a request that is already aborted', async () => {
    const recorder = recordingFetch(answering({}));
    const { url, ...sent } = request('POST', '/tags', { name: 'vip', colour: 'red' });
    await recorder.fetch(url, { ...sent, signal: AbortSignal.abort() });
    expect(recorder.violations()).toEqual(['POST /tags: body has the unknown key colour']);
  });

  it('does not call silence agreement', () => {
    expect(recordingFetch(answering({})).violations()).toEqual([
      'no exchange was seen, so nothing was checked',
    ]);
  });
});
