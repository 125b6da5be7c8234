import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createEmulator, type Emulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import type { JsonObject } from '../../src/types/json.ts';
import { createContract } from './contract.ts';
import { loadPreview, previewSkipReason } from './description.ts';

/** What Preview describes and 2.17 has, with how it must be answered at least once. */
const WANTED = [
  ...['POST /contacts/bulk 202', 'POST /contacts/bulk 403', 'POST /contacts/bulk 404'],
  ...['POST /contacts/bulk 422', 'PUT /contacts/bulk 202', 'PUT /contacts/bulk 422'],
  ...['POST /contacts/bulk/delete 202', 'POST /contacts/bulk/delete 422'],
  ...['GET /contacts/bulk/{id} 200', 'GET /contacts/bulk/{id} 401', 'POST /contacts/merge/preview 200'],
];

/** Skipped, with the reason in its name and on stderr, where there is no description. */
function describePreview(name: string, cases: () => void): void {
  if (previewSkipReason === undefined) return void describe(name, cases);
  console.warn(previewSkipReason);
  describe.skip(`${name} (${previewSkipReason})`, cases);
}

const seed: EmulatorSeed = {
  tags: [{ id: '11', name: 'VIP' }],
  contacts: [
    { id: 'ada', external_id: 'ada', email: 'ada@acme.test', name: 'Ada' },
    { id: 'lead', role: 'lead', email: 'ada@acme.test', phone: '+3531', notes: ['Hi'], tags: ['VIP'] },
    { id: 'stranger', role: 'lead', email: 'bob@acme.test' },
  ],
};

describePreview('what the emulator has from 2.17 on is as Preview describes it', () => {
  const made = new Set<string>();
  let emulator: Emulator;
  let now = 0;

  beforeEach(() => {
    now = Date.parse('2026-11-22T09:00:00Z');
    emulator = createEmulator({
      now: () => now,
      token: 'contract',
      seed,
      switches: { bulkUpdate: true },
    });
  });

  afterAll(() => expect(WANTED.filter((call) => !made.has(call))).toEqual([]));

  /** Sends a request of 2.17 and checks both sides. `wrong`: the description refuses the request, as it is meant to. */
  async function call(
    method: string,
    path: string,
    body?: JsonObject,
    how: { wrong?: true; token?: string } = {},
  ) {
    const description = loadPreview();
    const contract = createContract(description);
    const url = `https://api.intercom.io${path}`;
    const headers = {
      authorization: `Bearer ${how.token ?? 'contract'}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    };
    const text = body === undefined ? null : JSON.stringify(body);
    // The description is of Preview; 2.17 is what is documented beside it, and what is sent.
    const sent = {
      method,
      url,
      headers: { ...headers, 'intercom-version': description.version },
      body: text,
    };
    expect(contract.checkRequest(sent).length > 0).toBe(how.wrong === true);
    const response = await emulator.fetch(url, {
      method,
      headers: { ...headers, 'intercom-version': '2.17' },
      ...(text === null ? {} : { body: text }),
    });
    const answer = await response.text();
    const received = { method, url, status: response.status, headers: response.headers, body: answer };
    expect(contract.checkResponse(received)).toEqual([]);
    made.add(`${description.operation(method, path)?.name} ${response.status}`);
    return { status: response.status, body: JSON.parse(answer) };
  }

  it('bulk creates, in every state of their job', async () => {
    const contact = {
      ...{ external_id: 'bob', email: 'bob@acme.test', name: 'Bob', role: 'user', language_override: 'fr' },
      ...{ unsubscribed_from_emails: false, signed_up_at: 1_571_672_154, custom_attributes: {} },
      ...{ companies: [{ company_id: 'acme', name: 'Acme' }], tags: { add: [{ id: '11' }] } },
    };
    const { body: job } = await call('POST', '/contacts/bulk', {
      contacts: [contact, { external_id: 'ada' }],
    });
    const states = [job.state];
    for (const ms of [300, 700]) {
      now += ms;
      states.push((await call('GET', `/contacts/bulk/${job.id}`)).body.state);
    }
    expect(states).toEqual(['pending', 'running', 'completed_with_errors']);
    const late = await call('POST', '/contacts/bulk', { contacts: [contact], job: { id: job.id } });
    expect(late.status).toBe(403);
    await call('POST', '/contacts/bulk', { contacts: [contact], job: { id: 'job_v2_9' } });
    await call('POST', '/contacts/bulk', {}, { wrong: true });
    await call('GET', `/contacts/bulk/${job.id}`, undefined, { token: 'wrong' });
  });

  it('bulk updates and deletes', async () => {
    const update = { id: 'ada', name: 'Ada L.', tags: { add: [{ id: '11' }], remove: [{ id: '12' }] } };
    expect((await call('PUT', '/contacts/bulk', { contacts: [update] })).status).toBe(202);
    await call('PUT', '/contacts/bulk', { contacts: [{ name: 'Ada' }] }, { wrong: true });
    expect((await call('POST', '/contacts/bulk/delete', { contacts: [{ id: 'ada' }] })).status).toBe(202);
    await call('POST', '/contacts/bulk/delete', { contacts: 'ada' }, { wrong: true });
  });

  it('previews of merges, allowed and not', async () => {
    const allowed = await call('POST', '/contacts/merge/preview', { from: 'lead', into: 'ada' });
    expect(allowed.body.summary.reassignments).toEqual({
      tags: { from: 1, into: 0 },
      notes: { from: 1, into: 0 },
    });
    const refused = await call('POST', '/contacts/merge/preview', { from: 'stranger', into: 'ada' });
    expect(refused.body).toMatchObject({ allowed: false, reasons: [{ code: 'no_shared_identifier' }] });
  });
});
