import { describe, expect, it } from 'vitest';
import { createReader } from '../../src/intercom/index.ts';
import { type KindReader, kindReader } from '../../src/kinds/kind-reader.ts';
import { EVERYBODY } from '../../src/kinds/people/everybody.ts';
import type { Json } from '../../src/types/json.ts';
import type { PageCall } from '../../src/types/wire-call.ts';
import { inWorld, isWrite } from './opened-world.ts';
import { createTally, LAW_TIMEOUT, law } from './tally.ts';
import { worlds } from './world.ts';

describe('law 2, plan only reads', () => {
  it('sends nothing but GET requests, searches and previews while it plans', LAW_TIMEOUT, async () => {
    const tally = createTally();
    // Parts of a few rows take more: what fills requests are parts of hundreds.
    await law(worlds, (world) =>
      inWorld({ ...world, partRows: undefined }, {}, async ({ emulator, plan }) => {
        const before = JSON.stringify(emulator.state.allContacts());
        const made = await plan();
        const sent = emulator.requests.map(({ method, path }) => `${method} ${path}`);
        expect(
          sent.filter((line) => !/^GET |^POST \/contacts\/(?:search|merge\/preview)$/.test(line)),
        ).toEqual([]);
        expect(JSON.stringify(emulator.state.allContacts())).toBe(before);
        tally.see({
          changes: (made.plan?.changes.length ?? 0) > 0,
          searches: sent.includes('POST /contacts/search'),
        });
      }),
    );
    tally.expectShares({ changes: 0.6, searches: 0.6 });
  });

  it('has no way to write on the client that plan is given', async () => {
    const sent: string[] = [];
    const port = createReader({
      baseUrl: 'https://api.intercom.io',
      token: 'of-ada',
      version: '2.16',
      now: () => 0,
      sleep: async () => {},
      random: () => 0,
      fetch: async (input, init) => {
        const request = new Request(input, init);
        sent.push(`${isWrite(request) ? 'write' : 'read'} ${request.method}`);
        return new Response(
          '{"type":"list","data":[],"total_count":0,"id":"1","name":"Acme","app":{"id_code":"a"}}',
        );
      },
    });
    const reader = kindReader(port);
    expect(reader).not.toHaveProperty('send');
    // Every operation, with something that each of them can take: calls that only read, and calls that would write.
    const calls = (['/tags', '/contacts/search', '/contacts', '/contacts/ada/archive'] as const).flatMap(
      (path): PageCall<{ readonly id: string }>[] => {
        const call = { path, names: ['data'], row: () => ({ id: '1' }), next: () => undefined };
        return [call, { ...call, body: { email: 'ada@acme.test' } }];
      },
    );
    const every: Readonly<Record<keyof KindReader, () => readonly unknown[]>> = {
      get: () => calls.map((call) => reader.get({ ...call, read: (answer: Json) => answer })),
      find: () => calls.map((call) => reader.find({ ...call, read: (answer: Json) => answer })),
      list: () => calls.flatMap((call) => [reader.list(call), reader.list(() => call)]),
      page: () => calls.map((call) => reader.page(call)),
      pages: () => calls.map((call) => drained(reader.pages(() => call))),
      each: () => [reader.each(calls, async (call) => void (await reader.page(call)))],
      contact: () => [reader.contact('ada', { mergeHistory: true })],
      userByExternalId: () => [reader.userByExternalId('ada'), reader.userByExternalId('..')],
      contacts: () => [reader.contacts([{ field: 'email', value: 'ada@acme.test' }])],
      scanContacts: () => [drained(reader.scanContacts(EVERYBODY))],
      countContacts: () => [reader.countContacts(EVERYBODY)],
      contactTags: () => [reader.contactTags('ada')],
      contactCompanies: () => [reader.contactCompanies('ada')],
      company: () => [reader.company('acme')],
      companies: () => [reader.companies(['acme'])],
      scanCompanies: () => [reader.scanCompanies()],
    };
    expect(Object.keys(reader).sort()).toEqual([...Object.keys(every), 'counts', 'rate'].sort());
    for (const operation of Object.values(every)) {
      const before = sent.length;
      await Promise.allSettled(operation());
      expect(sent.length).toBeGreaterThan(before);
    }
    expect(sent.filter((line) => line.startsWith('write'))).toEqual([]);
  });
});

describe('the bound on reads (design 12)', () => {
  it(
    'needs no more requests than the lookup keys, companies and long lists call for',
    LAW_TIMEOUT,
    async () => {
      const tally = createTally();
      await law(worlds, (world) =>
        inWorld({ ...world, partRows: undefined }, {}, async ({ emulator, plan }) => {
          const made = await plan();
          if (made.plan === undefined) return tally.see({ planned: false });
          const keys = world.documents.reduce((sum, { list }) => {
            return sum + (list === undefined || list.key === 'tags' ? 0 : 2 * list.items.length);
          }, 0);
          const lists = world.documents.flatMap(({ map }) => Object.values(map?.entries ?? {}));
          const options = lists.filter((entry) => 'options' in entry).length;
          const companies = new Set([
            ...world.documents.flatMap(({ map }) =>
              map?.key === 'companies' ? Object.keys(map.entries) : [],
            ),
            ...world.documents.flatMap(({ list }) =>
              (list?.items ?? []).flatMap((item) => companiesIn(item)),
            ),
          ]);
          const longLists = emulator.state.liveContacts().filter(({ tags }) => tags.length > 10).length;
          // What a merge moves is told by name, and contacts hold companies by Intercom's ids only (intercom 4.1).
          const joiningLists = emulator.state
            .liveContacts()
            .filter(({ role, companies }) => role === 'lead' && companies.length > 0).length;
          const asked = emulator.requests.filter(({ path }) =>
            /^\/contacts\/(?!search|deleted)[^/]+$/.test(path),
          ).length;
          const previews = emulator.requests.filter(({ path }) => path === '/contacts/merge/preview').length;
          // One page holds everybody who is not live.
          const nonLive = emulator.requests.some(({ path }) => path === '/contacts/deleted') ? 1 : 0;
          expect(previews).toBeLessThanOrEqual(made.plan.summary.merge);
          const bound =
            Math.ceil(keys / 150) +
            5 +
            companies.size +
            longLists +
            joiningLists +
            options +
            asked +
            previews +
            nonLive;
          expect(emulator.requests.length).toBeLessThanOrEqual(bound);
          // Asking after single contacts is for declared ids that search does not hold.
          const ids = new Set(JSON.stringify(world.documents).match(/64f0\d{20}/g) ?? []);
          expect(asked).toBeLessThanOrEqual(ids.size);
          tally.see({ planned: true, keys: keys > 4, companies: companies.size > 1 });
        }),
      );
      tally.expectShares({ planned: 0.8, keys: 0.5, companies: 0.3 });
    },
  );

  it('packs 150 lookup keys into a request', async () => {
    const people = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ external_id: `customer-${index}`, name: 'Ada' }));
    for (const count of [1, 15, 16, 150, 151, 700]) {
      const world = {
        seed: { contacts: people(count).map(({ external_id }) => ({ external_id })) },
        documents: [
          {
            head: { apiVersion: 'interform/v1', kind: 'ContactSet', name: 'customers' },
            list: { key: 'contacts', items: people(count) },
          },
        ],
        files: 1,
        indexLagMs: 0,
      };
      await inWorld(world, {}, async ({ emulator, plan }) => {
        const made = await plan();
        expect(made.plan?.changes).toHaveLength(count);
        expect(emulator.requests.length).toBeLessThanOrEqual(Math.ceil(count / 150) + 5);
      });
    }
  });
});

function companiesIn(item: unknown): readonly string[] {
  const found: unknown =
    typeof item === 'object' && item !== null ? Reflect.get(item, 'companies') : undefined;
  return Array.isArray(found) ? found.map(String) : [];
}

async function drained(pages: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of pages);
}
