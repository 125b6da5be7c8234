import { describe, expect, it } from 'vitest';
import { type Emulator, type EmulatorSeed, parseFaults } from '../../src/emulator/index.ts';
import { contactBulkCreating } from '../../src/kinds/contact/writing/bulk-create.ts';
import { contactsOfStep } from '../../src/kinds/contact/writing/written.ts';
import type { JsonObject } from '../../src/types/json.ts';
import { contact } from '../plan/example-changes.ts';
import { applyPaced, type Paced, type PacedOptions, type PacedRequest } from './paced-apply.ts';

const COUNT = 230;

const seed: EmulatorSeed = {
  tags: [{ id: '7', name: 'vip' }],
  companies: [{ company_id: 'acme', name: 'Acme' }],
  attributes: [{ model: 'contact', name: 'plan', data_type: 'string' }],
};

function manifests(count: number, role: 'user' | 'lead' = 'user'): string {
  const rows = Array.from({ length: count }, (_, index) => {
    const key = role === 'user' ? `external_id: customer-${index}, ` : 'role: lead, ';
    return `  - { ${key}email: p${index}@acme.test, name: Ada ${index}, custom_attributes: { plan: pro }, tags: [vip, new], companies: [acme] }`;
  });
  return `apiVersion: interform/v1
kind: Tags
tags: [vip, new]
---
apiVersion: interform/v1
kind: ContactSet
name: beta
contacts:
${rows.join('\n')}
`;
}

function run(parts: Partial<PacedOptions> = {}): Promise<Paced> {
  return applyPaced({ seed, manifests: manifests(COUNT), limit: 1667, recheck: 'batch', ...parts });
}

function sent({ requests }: Paced, method: string, path: RegExp): number {
  return requests.filter((one) => one.method === method && path.test(one.path)).length;
}

/** What anybody sees of the people afterwards. */
function people({ emulator }: Paced): unknown[] {
  return emulator.state
    .liveContacts()
    .map(({ external_id, email, name, custom_attributes, tags, companies }) => ({
      ...{ external_id, email, name, custom_attributes, tags, companies },
    }))
    .sort((a, b) => String(a.external_id).localeCompare(String(b.external_id)));
}

describe('users that are created 100 a request', () => {
  it('are there with all that they were declared with, as if each had been created by itself', async () => {
    const bulk = await run();
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
    expect(sent(bulk, 'POST', /^\/contacts\/bulk$/)).toBe(3);
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(0);
    expect(sent(bulk, 'POST', /companies|^\/tags$/)).toBe(1);
    const single = await run({ bulk: 'off' });
    expect(sent(single, 'POST', /^\/contacts$/)).toBe(COUNT);
    expect(people(bulk)).toEqual(people(single));
    expect(bulk.plan.cost.bulk).toEqual({ contacts: COUNT, requests: 3, reads: 6 });
    const { writes, recheck } = bulk.plan.cost;
    expect(bulk.requests.length).toBe(writes + (recheck?.reads ?? 0) + 6);
  });

  it.each([
    'job-stuck:1',
    'job-false-errors:1',
    'job-lost-items:1',
    'job-lost-tags:1',
    '500-after#2',
    '500-before#2',
  ])('are all there in the end under %s', async (spec) => {
    const bulk = await run({ faults: parseFaults(spec) });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
    expect(bulk.result.diagnostics).toEqual([]);
    expect(people(bulk)).toEqual(people(await run({ bulk: 'off' })));
  });

  const isStatus = ({ method, path }: PacedRequest) => method === 'GET' && /^\/contacts\/bulk\//.test(path);
  const refused = (status: number) => ({
    refuse: (request: PacedRequest) => (isStatus(request) ? status : undefined),
  });
  /** A proxy that changes what is told of jobs. */
  const told = (change: (job: JsonObject) => JsonObject) => ({
    proxy: ({ path }: PacedRequest, answer: string) =>
      path.startsWith('/contacts/bulk') ? JSON.stringify(change(JSON.parse(answer))) : answer,
  });
  const ended = (word: string) =>
    told((job) => ({ ...job, state: String(job['state']).startsWith('completed') ? word : 'Running' }));
  const createdAt = (at: (seconds: number) => number) =>
    told((job) => ({ ...job, created_at: at(Number(job['created_at'])) }));

  it.each<[string, Partial<PacedOptions>, number]>([
    ['is refused with 403', refused(403), 4],
    ['is refused with 410', refused(410), 4],
    ['is redirected', refused(302), 4],
    ['is not JSON', { faults: parseFaults('html:1 on GET /contacts/bulk/*') }, 12],
    ['has no state', told(({ state: _, ...job }) => job), 12],
    ['says COMPLETED', ended('COMPLETED'), 5],
    ['says cancelled', ended('cancelled'), 5],
    ['has milliseconds', createdAt((seconds) => seconds * 1000), 5],
    ['has a clock that is two hours ahead', createdAt((seconds) => seconds + 7200), 5],
  ])('are found without delay where the status of the job %s', async (_what, parts, reads) => {
    const bulk = await run({ manifests: manifests(120), ...parts });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: 121 }, bulk: { sent: 120, made: 120 } });
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(0);
    expect(bulk.requests.filter(isStatus).length).toBeLessThanOrEqual(reads);
    expect(bulk.tookMs).toBeLessThan(30_000);
  });

  it('are unknown where the token is refused', async () => {
    const bulk = await run({ manifests: manifests(120), ...refused(401) });
    expect(bulk.result).toMatchObject({ exit: 3, summary: { unknown: 120 } });
  });

  it('are not told of as if nothing had been sent, where the run stops before search shows them', async () => {
    const isSingle = ({ method, path }: PacedRequest) => method === 'POST' && path === '/contacts';
    const stopped = await run({
      indexLagMs: 600_000,
      refuse: (request) => (isSingle(request) ? 403 : undefined),
    });
    expect(stopped.emulator.state.liveContacts()).toHaveLength(COUNT);
    const outcomes = Array.from(stopped.result.results)
      .filter(({ address }) => address.startsWith('contact/'))
      .map(({ outcome }) => outcome);
    expect(new Set(outcomes)).toEqual(new Set(['failed', 'unknown']));
    expect(outcomes.filter((outcome) => outcome === 'unknown').length).toBeGreaterThan(COUNT / 2);
  });

  it.each([0, 2_000, 15_000, 119_000])('are waited for when search is %i ms late', async (indexLagMs) => {
    const bulk = await run({ indexLagMs });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(0);
    expect(bulk.requests.length).toBeLessThan(60);
  });

  it.each(['off', '400', '403', '422'] as const)(
    'are created one by one where bulk is refused with %s',
    async (bulkCreate) => {
      const single = await run({ switches: { bulkCreate } });
      expect(single.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
      expect(sent(single, 'POST', /^\/contacts$/)).toBe(COUNT);
    },
  );

  it.each([
    { bulkLimit: 30, requests: 15, singles: 0 },
    { bulkLimit: 1, requests: 35, singles: COUNT },
  ])('are sent in smaller requests while those save any: $bulkLimit', async ({ bulkLimit, ...most }) => {
    const bulk = await run({ switches: { bulkLimit } });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
    expect(sent(bulk, 'POST', /^\/contacts\/bulk$/)).toBeLessThanOrEqual(most.requests);
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(most.singles);
  });

  it('are created one by one for one request alone where that is refused for one of them', async () => {
    const error = { code: 'parameter_invalid', message: 'contacts[3].phone is not valid' };
    const isFirst = ({ path, body }: PacedRequest) =>
      path === '/contacts/bulk' && body.includes('"customer-3"');
    const bulk = await run({
      refuse: (request) => (isFirst(request) ? { status: 422, error } : undefined),
    });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 }, diagnostics: [] });
    expect(sent(bulk, 'POST', /^\/contacts\/bulk$/)).toBe(3);
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(100);
  });

  it('are created one by one, which is said once, where bulk always fails', async () => {
    const bulk = await run({
      manifests: manifests(120),
      faults: parseFaults('502:1 on POST /contacts/bulk'),
    });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: 121 } });
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(120);
    expect(bulk.result.diagnostics).toMatchObject([
      { code: 'bulk-failing', detail: expect.stringContaining('POST /contacts/bulk: 502') },
    ]);
    expect(bulk.tookMs).toBeLessThan(170_000);
  });
});

describe('what is found of them afterwards', () => {
  /** Somebody else does this right before the first read back arrives. */
  const meanwhile = (work: (emulator: Emulator) => void): Partial<PacedOptions> => {
    let done = false;
    let sentAt = Infinity;
    return {
      meddle: ({ path, at }, emulator) => {
        if (path === '/contacts/bulk') sentAt = Math.min(sentAt, at);
        if (done || path !== '/contacts/search' || at <= sentAt) return;
        done = true;
        work(emulator);
      },
    };
  };
  const idOf = (emulator: Emulator, externalId: string) =>
    emulator.state.liveContacts().find(({ external_id }) => external_id === externalId)?.id ?? '';
  const resultOf = ({ result }: Paced, key: string) =>
    [...result.results].find(({ address }) => address.endsWith(`/${key}`));

  it('is left alone where somebody unsubscribed in between', async () => {
    const bulk = await run({
      manifests: manifests(60).replaceAll('name: Ada', 'unsubscribed_from_emails: false, name: Ada'),
      ...meanwhile((emulator) => {
        emulator.foreign('PUT', `/contacts/${idOf(emulator, 'customer-3')}`, {
          unsubscribed_from_emails: true,
        });
      }),
    });
    expect(resultOf(bulk, 'customer-3')).toMatchObject({
      outcome: 'stale',
      reason: expect.stringContaining('is there by now and differs in unsubscribed_from_emails'),
    });
    const live = bulk.emulator.state.liveContacts().find(({ external_id }) => external_id === 'customer-3');
    expect(live).toMatchObject({ unsubscribed_from_emails: true });
    expect(bulk.result.summary).toMatchObject({ done: 60, stale: 1 });
  });

  it('is left alone where another value is there, and completed where a value is absent', async () => {
    const bulk = await run({
      manifests: manifests(60),
      ...meanwhile((emulator) => {
        emulator.foreign('PUT', `/contacts/${idOf(emulator, 'customer-4')}`, { name: 'Grace' });
        emulator.foreign('PUT', `/contacts/${idOf(emulator, 'customer-5')}`, { name: null });
      }),
    });
    expect(resultOf(bulk, 'customer-4')).toMatchObject({ outcome: 'stale' });
    expect(resultOf(bulk, 'customer-5')).toMatchObject({ outcome: 'done' });
    const names = bulk.emulator.state
      .liveContacts()
      .filter(({ external_id }) => ['customer-4', 'customer-5'].includes(String(external_id)))
      .map(({ name }) => name);
    expect(names.sort()).toEqual(['Ada 5', 'Grace']);
  });

  it('is left alone where it was there before the request', async () => {
    const bulk = await run({
      manifests: manifests(60),
      indexLagMs: 60_000,
      before: (emulator) => {
        emulator.foreign('POST', '/contacts', { role: 'user', external_id: 'customer-6' });
      },
    });
    expect(resultOf(bulk, 'customer-6')).toMatchObject({ outcome: 'stale' });
    expect(bulk.result.summary).toMatchObject({ done: 60, stale: 1 });
  });

  it('is completed where it was there before the request and lacks but tags and companies', async () => {
    const bulk = await run({
      manifests: manifests(60),
      indexLagMs: 60_000,
      before: (emulator) => {
        const custom_attributes = { plan: 'pro' };
        const ada = { role: 'user', external_id: 'customer-6', email: 'p6@acme.test', name: 'Ada 6' };
        emulator.foreign('POST', '/contacts', { ...ada, custom_attributes });
      },
    });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: 61 }, bulk: { made: 59 } });
    expect(people(bulk)).toEqual(people(await run({ manifests: manifests(60), bulk: 'off' })));
  });

  it('is left alone where a user without external_id has its email by now', async () => {
    const bulk = await run({
      manifests: manifests(60),
      indexLagMs: 60_000,
      before: (emulator) => {
        emulator.foreign('POST', '/contacts', { role: 'user', email: 'p7@acme.test' });
      },
    });
    expect(resultOf(bulk, 'customer-7')).toMatchObject({ outcome: 'stale' });
    expect(sent(bulk, 'POST', /^\/contacts$/)).toBe(0);
  });
});

describe('a refused bulk request', () => {
  it.each([
    [413, '', undefined, undefined, 'too_many'],
    [422, 'parameter_invalid', undefined, undefined, 'too_many'],
    [422, 'parameter_invalid', 'maximum number of contacts per request is 30', undefined, 'too_many'],
    [422, 'invalid_parameter', 'Too many items', undefined, 'too_many'],
    [422, 'parameter_invalid', 'is too long', 'contacts', 'too_many'],
    [422, 'parameter_invalid', 'contacts[3].phone is not valid', undefined, 'items'],
    [422, 'parameter_invalid', 'is not valid', 'contacts.3.phone', 'items'],
    [422, 'parameter_invalid', 'name exceeds the maximum of 255 characters', undefined, 'items'],
    [422, 'parameter_invalid', 'is not valid', 'phone', 'items'],
    [400, 'client_error', 'contacts[3] is not valid', undefined, 'items'],
    [400, 'client_error', 'Bulk contacts are not available', undefined, 'request'],
    [422, 'type_mismatch', 'contacts must be an array', undefined, 'request'],
    [403, 'forbidden', 'no', undefined, 'request'],
  ])('of %i %s, %s, %s, stands for %s', (status, code, message, field, refused) => {
    const failure = { status, code, messages: message === undefined ? [] : [message], field };
    expect(contactBulkCreating.refused(failure)).toBe(refused);
  });
});

describe('what the journal has of them', () => {
  it('names no contact, since nobody knows its id', () => {
    const fields = { role: { after: 'user' }, external_id: { after: 'ada' } } as const;
    expect(contactsOfStep(contactBulkCreating.share(contact('ada', 'create', fields)))).toEqual([]);
  });
});

describe('who is never created so', () => {
  it('is a lead', async () => {
    const leads = await run({ manifests: manifests(60, 'lead') });
    expect(leads.result).toMatchObject({ exit: 0 });
    expect(sent(leads, 'POST', /bulk/)).toBe(0);
  });

  it('is one of fewer than fifty', async () => {
    expect(sent(await run({ manifests: manifests(49) }), 'POST', /bulk/)).toBe(0);
    expect(sent(await run({ manifests: manifests(50) }), 'POST', /^\/contacts\/bulk$/)).toBe(1);
  });
});
