import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createEmulator,
  type EmulatorSeed,
  type FaultName,
  type SeedContact,
} from '../../src/emulator/index.ts';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { recordingFetch } from './recording-fetch.ts';
import { request } from './samples.ts';
import { openSession, type Session } from './session.ts';

const NOW = Date.parse('2026-11-22T09:00:00Z');
const ADA = '6762f0dd1bb69f9f2193bb83';
const names = Array.from({ length: 12 }, (_, n) => `name ${n}`);

/** A workspace with something in every part. */
const FULL: EmulatorSeed = {
  app: {
    id_code: 'ecahpwf5',
    name: 'Acme',
    region: 'EU',
    timezone: 'Europe/Dublin',
    created_at: 1_500_000_000,
  },
  admins: [
    { id: '991', email: 'jane@acme.test', name: 'Jane' },
    { id: '992', email: 'joe@acme.test' },
  ],
  teams: [{ id: '814865', name: 'Support', admin_ids: [991] }, { name: 'Sales' }],
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'options', options: ['free', 'pro'], description: null },
    { model: 'contact', name: 'renewed', data_type: 'datetime', description: 'Last renewal' },
    { model: 'contact', name: 'old', data_type: 'string', archived: true },
    { model: 'company', name: 'arr', data_type: 'float' },
    { model: 'company', name: 'partner', data_type: 'boolean', messenger_writable: true },
  ],
  tags: ['VIP', { id: '77', name: 'beta' }],
  companies: [
    {
      company_id: 'acme',
      name: 'Acme',
      plan: 'Enterprise',
      size: 120,
      website: 'acme',
      industry: 'Tools',
      monthly_spend: 155.98,
      remote_created_at: 1_374_138_000,
      last_request_at: 1_734_364_582,
      custom_attributes: { arr: 12_000.5, partner: true },
      tags: ['VIP'],
    },
    ...names.map((name) => ({ company_id: name })),
  ],
  segments: [{ name: 'Important', person_type: 'contact', tags: ['VIP'], attributes: ['contact/plan'] }],
  contacts: [
    {
      id: ADA,
      external_id: 'ada',
      email: 'ada@acme.test',
      phone: '+353871234567',
      name: 'Ada',
      avatar: 'https://acme.test/ada.png',
      owner_id: 991,
      signed_up_at: 1_600_000_000,
      last_seen_at: 1_700_000_000,
      unsubscribed_from_emails: true,
      custom_attributes: { plan: 'pro', renewed: 1_700_000_000 },
      tags: ['VIP', 'beta', ...names],
      companies: ['acme', ...names],
      notes: names,
      observed: { browser: 'firefox', last_contacted_at: 1_700_000_000, location: { country: 'Ireland' } },
    },
    { role: 'lead', email: 'ADA@acme.test', phone: null, name: 'Ada from the chat' },
    { role: 'lead' },
    { external_id: 'archived', archived: true },
  ],
};

function open(seed: EmulatorSeed = FULL): Session {
  return openSession(createEmulator({ seed, now: () => NOW }).fetch);
}

/** Reads everything there is, each list to its end. */
async function readAll(session: Session): Promise<number> {
  for (const path of [
    '/me',
    '/admins',
    '/teams',
    '/tags',
    '/segments',
    '/data_attributes?include_archived=true',
  ]) {
    expect((await session.call('GET', path)).status).toBe(200);
  }
  await session.call('POST', '/companies/list?per_page=50');
  await session.call('GET', '/companies/scroll');
  const list = await session.call('POST', '/contacts/search?include_merge_history=true', {
    query: { field: 'created_at', operator: '>', value: 0 },
    pagination: { per_page: 150 },
  });
  expect(list.status).toBe(200);
  for (const { id } of list.body.data) {
    const contact = `/contacts/${encodeURIComponent(id)}`;
    for (const path of ['?include_merge_history=true', '/tags', '/companies']) {
      expect((await session.call('GET', `${contact}${path}`)).status).toBe(200);
    }
  }
  return list.body.data.length;
}

describeContract('every answer of a seeded emulator is described', () => {
  it('with something in every part', async () => {
    const session = open();
    expect(await readAll(session)).toBe(3);
    const { body: ada } = await session.call('GET', `/contacts/${ADA}`);
    for (const part of ['tags', 'companies', 'notes']) {
      expect(ada[part]).toMatchObject({ has_more: true, total_count: expect.any(Number) });
      expect(ada[part].data).toHaveLength(10);
    }
    expect(ada.owner_id).toBe('991');
    expect((await session.call('GET', '/companies?company_id=acme')).body.data).toMatchObject([
      {
        plan: { name: 'Enterprise' },
        tags: { tags: [{ name: 'VIP' }] },
        segments: { segments: [{ name: 'Important' }] },
      },
    ]);
    expect(session.violations()).toEqual([]);
  });

  it('where a segment depends on a tag and on an attribute', async () => {
    const session = open();
    const { body: tags } = await session.call('GET', '/tags');
    const { id } = tags.data.find(({ name }: { name: string }) => name === 'VIP');
    expect(await session.call('DELETE', `/tags/${id}`)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'tag_has_dependent_objects' }] },
    });
    const { body: attributes } = await session.call('GET', '/data_attributes?model=contact');
    const plan = attributes.data.find(
      ({ full_name }: { full_name: string }) => full_name === 'custom_attributes.plan',
    );
    expect(await session.call('PUT', `/data_attributes/${plan.id}`, { archived: true })).toMatchObject({
      status: 422,
      body: { errors: [{ code: 'data_invalid' }] },
    });
    expect(session.violations()).toEqual([]);
  });

  it.each<[FaultName, number]>([
    ['429', 429],
    ['500', 500],
    ['502', 502],
    ['503', 503],
    ['504', 504],
    ['500-before', 500],
    ['500-after', 500],
    ['revoked', 401],
  ])('under the fault %s', async (name, status) => {
    const faults = { seed: 7, faults: [{ name, when: { every: 1 } }] };
    const session = openSession(createEmulator({ seed: FULL, now: () => NOW, faults }).fetch);
    expect((await session.call('PUT', `/contacts/${ADA}`, { name: 'Ada Lovelace' })).status).toBe(status);
    expect(session.violations()).toEqual([]);
  });

  it('but for the faults that are meant to break it', async () => {
    for (const name of ['empty', 'html'] as const) {
      const faults = { seed: 7, faults: [{ name, when: { every: 1 } }] };
      const session = openSession(createEmulator({ seed: FULL, now: () => NOW, faults }).fetch);
      await session.call('GET', '/tags').catch(() => undefined);
      expect(session.violations()).toContainEqual(
        expect.stringMatching(/^GET \/tags → 200: the body is not JSON/),
      );
    }
  });

  it('whatever contacts it starts with', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const seconds = fc.integer({ min: 1_000_000_000, max: 1_790_000_000 });
    const value = fc.oneof(fc.string(), fc.constant(null));
    const contact: fc.Arbitrary<SeedContact> = fc.record(
      {
        role: fc.constantFrom('user' as const, 'lead' as const),
        email: fc.option(text),
        phone: fc.option(text),
        name: fc.option(text),
        avatar: fc.option(text),
        signed_up_at: fc.option(seconds),
        last_seen_at: fc.option(seconds),
        created_at: seconds,
        unsubscribed_from_emails: fc.boolean(),
        archived: fc.boolean(),
        custom_attributes: fc.record({ word: value }, { requiredKeys: [] }),
        tags: fc.uniqueArray(fc.constantFrom('VIP', 'beta', ...names), { maxLength: 14 }),
        companies: fc.uniqueArray(fc.constantFrom('acme', ...names), { maxLength: 13 }),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(contact, { maxLength: 8 }), async (contacts) => {
        const attributes = [{ model: 'contact', name: 'word', data_type: 'string' }] as const;
        const session = open({ attributes, contacts, companies: FULL.companies?.map(bare) ?? [] });
        expect(await readAll(session)).toBe(contacts.filter(({ archived }) => archived !== true).length);
        expect(session.violations()).toEqual([]);
      }),
      { numRuns: 40, seed: 11_22 },
    );
  });

  it('whatever is sent to it', async () => {
    const id = fc.constantFrom(ADA, '77', '1', 'acme', '000000000000000000000000', '%E0%A4%A');
    const path = fc
      .constantFrom(...endpointsOf())
      .chain((endpoint) => id.map((value) => endpoint.replace(/\/(?:a|b|1|ada)(?=\/|$)/g, `/${value}`)));
    const query = fc.constantFrom(
      '',
      '?per_page=0',
      '?page=-1&per_page=x',
      '?starting_after=WzFd',
      '?model=',
      '?order=up',
    );
    const key = fc.constantFrom(
      ...[
        'id',
        'name',
        'role',
        'email',
        'phone',
        'external_id',
        'owner_id',
        'avatar',
        'signed_up_at',
        'model',
      ],
      ...[
        'custom_attributes',
        'query',
        'sort',
        'pagination',
        'from',
        'into',
        'users',
        'companies',
        'company_id',
      ],
      ...['size', 'plan', 'monthly_spend', 'data_type', 'options', 'archived', 'description', 'label'],
    );
    const likely = fc.constantFrom<unknown>(
      ADA,
      'user',
      'options',
      'contact',
      'ada',
      'VIP',
      '77',
      [{ id: ADA }],
      [],
      {},
    );
    const body = fc.oneof(
      { arbitrary: fc.dictionary(key, fc.oneof(likely, fc.jsonValue()), { maxKeys: 6 }), weight: 8 },
      { arbitrary: fc.jsonValue(), weight: 1 },
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(path, query, body), { minLength: 1, maxLength: 12 }),
        async (calls) => {
          const recorder = recordingFetch(createEmulator({ seed: FULL, now: () => NOW }).fetch);
          for (const [endpoint, parameters, sent] of calls) {
            const [method = '', pathname = ''] = endpoint.split(' ');
            const { url, ...init } = request(
              method,
              pathname + parameters,
              method === 'GET' ? undefined : sent,
            );
            const { status } = await recorder.fetch(url, init);
            expect(status, `${endpoint}${parameters} ${JSON.stringify(sent)}`).toBeLessThan(500);
            if (status < 300) accepted += 1;
          }
          expect(recorder.exchanges.flatMap((exchange) => exchange.responseViolations)).toEqual([]);
        },
      ),
      { numRuns: 150, seed: 11_22 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

function bare({ company_id }: { readonly company_id: string }): { readonly company_id: string } {
  return { company_id };
}
