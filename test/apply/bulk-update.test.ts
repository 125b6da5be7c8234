import { describe, expect, it } from 'vitest';
import { type Emulator, type EmulatorSeed, parseFaults } from '../../src/emulator/index.ts';
import { contactBulkUpdating } from '../../src/kinds/contact/writing/bulk-update.ts';
import { contactsOfStep } from '../../src/kinds/contact/writing/written.ts';
import type { ChangeContext, FieldChanges } from '../../src/types/change.ts';
import { contact } from '../plan/example-changes.ts';
import { applyPaced, type Paced, type PacedOptions } from './paced-apply.ts';

const COUNT = 230;
const KEYS = Array.from({ length: COUNT }, (_, index) => `customer-${index}`);

const seed: EmulatorSeed = {
  tags: [{ id: '7', name: 'vip' }],
  companies: [{ company_id: 'acme', name: 'Acme' }],
  attributes: [
    { model: 'contact', name: 'plan', data_type: 'string' },
    { model: 'contact', name: 'note', data_type: 'string' },
  ],
  contacts: KEYS.map((external_id, index) => ({
    ...{ role: 'user', external_id, email: `p${index}@acme.test`, name: `Ada ${index}` },
    custom_attributes: { plan: 'free' },
  })),
};

function manifests(count = COUNT, more = 'tags: [vip, new], companies: [acme]'): string {
  const rows = KEYS.slice(0, count).map(
    (key, index) =>
      `  - { external_id: ${key}, name: Grace ${index}, custom_attributes: { plan: pro }, ${more} }`,
  );
  const head = 'apiVersion: interform/v1\nkind: ';
  return `${head}Tags\ntags: [vip, new]\n---\n${head}ContactSet\nname: beta\ncontacts:\n${rows.join('\n')}\n`;
}

function run({ switches, ...parts }: Partial<PacedOptions> = {}): Promise<Paced> {
  return applyPaced({
    ...{ seed, manifests: manifests(), limit: 1667, recheck: 'batch', bulkUpdates: 'auto' },
    switches: { bulkUpdate: true, ...switches },
    ...parts,
  });
}

function sent({ requests }: Paced, method: string, path: RegExp): number {
  return requests.filter((one) => one.method === method && path.test(one.path)).length;
}

const bulkPuts = (paced: Paced) => sent(paced, 'PUT', /^\/contacts\/bulk$/);
const singlePuts = (paced: Paced) => sent(paced, 'PUT', /^\/contacts\/(?!bulk)/);

/** What anybody sees of the people afterwards, and what was reported of them. */
function ended({ emulator, result }: Paced) {
  const people = emulator.state
    .liveContacts()
    .map(({ external_id, name, custom_attributes, tags, companies }) => ({
      ...{ external_id, name, custom_attributes, companies },
      tags: [...tags].sort(),
    }))
    .sort((a, b) => String(a.external_id).localeCompare(String(b.external_id)));
  return { people, outcomes: [...result.results].map(({ address, outcome }) => `${outcome} ${address}`) };
}

let singles: Promise<Paced> | undefined;
const alone = () => (singles ??= run({ bulkUpdates: 'off' }));

describe('contacts that are updated 100 a request', () => {
  it('hold what was declared, as if each had been updated by itself', async () => {
    const bulk = await run();
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: COUNT + 1 } });
    expect([bulkPuts(bulk), singlePuts(bulk)]).toEqual([3, 0]);
    expect(sent(bulk, 'POST', /companies|^\/tags$/)).toBe(1);
    expect(ended(bulk)).toEqual(ended(await alone()));
    expect(bulk.result.bulk).toEqual({
      ...{ requests: 0, sent: 0, made: 0 },
      updates: { requests: 3, sent: COUNT, updated: COUNT },
    });
    const count = { contacts: COUNT, requests: 3, reads: 6 };
    expect(bulk.cost.bulk).toEqual({ contacts: 0, requests: 0, reads: 0, updates: count });
    const { writes, recheck } = bulk.cost;
    expect(bulk.requests.length).toBe(writes + (recheck?.reads ?? 0) + count.reads);
  });

  it.each([
    'job-stuck:1',
    'job-false-errors:1',
    'job-lost-items:1',
    'job-lost-tags:1',
    '500-after#1 on PUT /contacts/bulk',
    '500-after:1 on PUT /contacts/bulk',
    '500-before#1 on PUT /contacts/bulk',
    '503:0.3 on GET /contacts/bulk/*',
  ])('end in the same way under %s', async (spec) => {
    const bulk = await run({ faults: parseFaults(spec) });
    expect(bulk.result.exit).toBe(0);
    expect(ended(bulk)).toEqual(ended(await alone()));
  });

  it.each([15_000, 119_000])('are waited for when search is %i ms late', async (indexLagMs) => {
    const bulk = await run({ indexLagMs });
    expect(ended(bulk)).toEqual(ended(await alone()));
    expect(singlePuts(bulk)).toBe(0);
    expect(bulk.requests.length).toBeLessThan(60);
  });

  it('are read by id where search never shows them, and are done without another request', async () => {
    const bulk = await run({ manifests: manifests(60), indexLagMs: 400_000 });
    expect(bulk.result).toMatchObject({ exit: 0, summary: { done: 61, already: 0 } });
    expect(singlePuts(bulk)).toBe(0);
    expect(sent(bulk, 'GET', /^\/contacts\/(?!bulk)/)).toBe(60);
  });

  it.each([400, 403, 405, 501])(
    'are updated one by one where that is refused with %i, which is said once',
    async (status) => {
      const refused = await run({
        refuse: ({ method, path }) => (method === 'PUT' && path === '/contacts/bulk' ? status : undefined),
      });
      expect(ended(refused)).toEqual(ended(await alone()));
      expect(singlePuts(refused)).toBe(COUNT);
      const said = refused.result.diagnostics.filter(({ code }) => code === 'bulk-refused');
      expect(said).toMatchObject([{ detail: expect.stringContaining('PUT /contacts/bulk') }]);
    },
  );

  it('are sent in smaller requests where Intercom takes fewer', async () => {
    const bulk = await run({ switches: { bulkLimit: 30 } });
    expect(ended(bulk)).toEqual(ended(await alone()));
    expect(singlePuts(bulk)).toBe(0);
  });
});

describe('somebody else who edits the contact', () => {
  const idOf = (emulator: Emulator, key: string) =>
    emulator.state.liveContacts().find(({ external_id }) => external_id === key)?.id ?? '';
  const edit = (emulator: Emulator, key: string, body: object) =>
    emulator.foreign('PUT', `/contacts/${idOf(emulator, key)}`, body as never);
  const resultOf = ({ result }: Paced, key: string) =>
    [...result.results].find(({ address }) => address.endsWith(`/${key}`));
  const bodies = ({ requests }: Paced) =>
    requests
      .filter(({ path, method }) => path === '/contacts/bulk' && method === 'PUT')
      .map(({ body }) => body);

  it('before the request is left alone, and what he made is not made again', async () => {
    const ids: string[] = [];
    const bulk = await run({
      manifests: manifests(60),
      before: (emulator) => {
        edit(emulator, 'customer-1', { name: 'Edith' });
        edit(emulator, 'customer-2', { name: 'Grace 2', custom_attributes: { plan: 'pro' } });
        emulator.foreign('POST', `/contacts/${idOf(emulator, 'customer-3')}/archive`, {});
        ids.push(idOf(emulator, 'customer-1'));
      },
    });
    expect(resultOf(bulk, 'customer-1')).toMatchObject({ outcome: 'stale' });
    // Its tags and company are left.
    expect(resultOf(bulk, 'customer-2')).toMatchObject({ outcome: 'done' });
    expect(resultOf(bulk, 'customer-3')).toMatchObject({ outcome: 'stale' });
    expect(bulk.result.summary).toMatchObject({ done: 59, stale: 2 });
    expect(bodies(bulk).join()).not.toContain(ids[0]);
    expect(bodies(bulk).join()).not.toContain('Grace 2"');
  });

  it('after it is left alone, and the change says that it was sent', async () => {
    let done = false;
    let sentAt = Infinity;
    const bulk = await run({
      manifests: manifests(60),
      meddle: ({ path, at }, emulator) => {
        if (path === '/contacts/bulk') sentAt = Math.min(sentAt, at);
        if (done || path !== '/contacts/search' || at <= sentAt) return;
        done = true;
        edit(emulator, 'customer-4', { name: 'Edith' });
      },
    });
    expect(resultOf(bulk, 'customer-4')).toMatchObject({
      outcome: 'stale',
      reason: expect.stringContaining('a bulk request may have written it before'),
    });
    expect(bulk.result.summary).toMatchObject({ done: 60, stale: 1 });
  });

  it('to what was wanted has done it', async () => {
    const bulk = await run({
      manifests: manifests(60, 'tags: []'),
      before: (emulator) =>
        edit(emulator, 'customer-5', { name: 'Grace 5', custom_attributes: { plan: 'pro' } }),
    });
    expect(resultOf(bulk, 'customer-5')).toMatchObject({ outcome: 'already' });
  });
});

describe('what never goes in a bulk update', () => {
  const before = 'x';
  it.each<[string, FieldChanges, ChangeContext?]>([
    ['an email', { email: { before, after: 'ada@acme.test' } }],
    ['a phone', { phone: { before, after: '+15550100' } }],
    ['an external_id', { external_id: { before: null, after: 'ada' } }],
    ['a role', { role: { before: 'lead', after: 'user' } }],
    ['a time of signing up', { signed_up_at: { before: null, after: 1 } }],
    ['a time of being seen', { last_seen_at: { before: null, after: 1 } }],
    ['a subscription', { unsubscribed_from_emails: { before: false, after: true } }],
    ['a value that is cleared', { name: { before, after: null } }],
    ['a detachment', { name: { before, after: 'Ada' }, tags: { add: [], remove: ['vip'] } }],
    ['tags of users alone, which go 50 a request', { tags: { add: ['vip'], remove: [] } }, { role: 'user' }],
    ['an owner tag', { name: { before, after: 'Ada' } }, { owner_tags: ['set-vip'] }],
    ['what a merge needs', { name: { before, after: 'Ada' } }, { before_merge: ['name'] }],
    ['a value carried over', { name: { before, after: 'Ada' } }, { carried: {} }],
    ['more companies than search shows', { companies: { add: KEYS.slice(0, 11), remove: [] } }],
  ])('is %s', (_what, fields, context = {}) => {
    const change = contact('ada', 'update', fields, { context });
    expect(contactBulkUpdating.takes(change, 'batch')).toBe(false);
  });

  const plain = contact('ada', 'update', { 'custom_attributes.plan': { before, after: 'pro' } });

  it('is what is read by id right before its write, or waits for another contact', () => {
    expect(contactBulkUpdating.takes(plain, 'batch')).toBe(true);
    expect(contactBulkUpdating.takes(plain, 'each')).toBe(false);
    expect(contactBulkUpdating.takes({ ...plain, requires: ['tag/vip'] }, 'batch')).toBe(true);
    expect(contactBulkUpdating.takes({ ...plain, requires: ['merge/1'] }, 'batch')).toBe(false);
  });

  it.each([
    ['older than the request', 99, []],
    ['written since', 100, [plain.address]],
  ])('is no proof where search shows a row that is %s', async (_what, updated_at, found) => {
    const row = {
      type: 'contact',
      id: plain.id,
      role: 'user',
      custom_attributes: { plan: 'pro' },
      updated_at,
    };
    const reader = { contacts: async () => ({ contacts: [row], incomplete: [] }) } as never;
    const shown = await contactBulkUpdating.readBack([plain], 100, reader, { idOf: () => undefined });
    expect([...shown.keys()]).toEqual(found);
  });

  it('is noted in the journal with the contact, so that a later run reads it by id', () => {
    expect(contactsOfStep(contactBulkUpdating.share(plain))).toEqual([plain.id]);
  });

  it('is one of fewer than fifty, or one in a workspace that was not probed', async () => {
    expect(bulkPuts(await run({ manifests: manifests(49) }))).toBe(0);
    expect(bulkPuts(await run({ manifests: manifests(50) }))).toBe(1);
    expect(bulkPuts(await run({ bulkUpdates: 'off' }))).toBe(0);
  });
});
