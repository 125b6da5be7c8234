import { describe, expect, it } from 'vitest';
import type { ContactKey } from '../../src/types/contact-key.ts';
import type { Json, JsonObject } from '../../src/types/json.ts';
import { clientOver, contact, json, refusal, rejection, type Sent } from '../intercom/client-under-test.ts';

function keysOf(count: number, field: ContactKey['field'] = 'external_id'): ContactKey[] {
  return Array.from({ length: count }, (_, index) => ({ field, value: `customer-${index}` }));
}

/** The leaves of the query that was sent, level by level. */
function leavesOf(query: Json | undefined): { value: string }[][] {
  const { operator, value } = query as { operator: string; value: Json };
  if (operator !== 'OR') return [[query as { value: string }]];
  const parts = value as JsonObject[];
  return parts[0]?.['operator'] === 'OR'
    ? parts.flatMap(leavesOf)
    : [parts as unknown as { value: string }[]];
}

function queryOf(sent: Sent): Json | undefined {
  return (sent.body as JsonObject)['query'];
}

/** Answers every search with one user per key. */
function everybody(sent: Sent): Response {
  const values = leavesOf(queryOf(sent))
    .flat()
    .map((leaf) => leaf.value);
  return json({
    type: 'list',
    data: values.map((value) => contact(`id-${value}`, { external_id: value })),
    total_count: values.length,
    pages: {},
  });
}

describe('looking contacts up', () => {
  it('packs 150 keys a request, 15 a group, ten groups', async () => {
    const { reader, clock, sent } = clientOver(everybody);
    const found = await clock.until(reader.contacts(keysOf(310)));
    expect(found.contacts).toHaveLength(310);
    expect(found.incomplete).toEqual([]);
    expect(sent).toHaveLength(3);
    const sizes = sent.map((request) => leavesOf(queryOf(request)).map((group) => group.length));
    expect(sizes).toEqual([Array(10).fill(15), Array(10).fill(15), [10]]);
    expect(reader.counts()).toEqual({ reads: 3, writes: 0, retried: 0 });
  });

  it('nests groups above fifteen keys only: a shape that Intercom may refuse', async () => {
    const { reader, clock, sent } = clientOver(everybody);
    for (const count of [1, 2, 14, 15, 16]) await clock.until(reader.contacts(keysOf(count)));
    const shapes = sent.map((request) => {
      const { field, value } = queryOf(request) as JsonObject;
      return field !== undefined ? 'key' : (value as JsonObject[]).map((part) => part['operator']);
    });
    const plain = (count: number) => Array(count).fill('=');
    expect(shapes).toEqual(['key', plain(2), plain(14), plain(15), ['OR', 'OR']]);
  });

  it('hands the rows out page by page where it is asked to, and keeps none', async () => {
    const { reader, clock } = clientOver(everybody);
    const pages: string[][] = [];
    const onRows = (rows: readonly { readonly id: string }[]) => void pages.push(rows.map(({ id }) => id));
    const found = await clock.until(reader.contacts(keysOf(310), { onRows }));
    expect(found).toEqual({ contacts: [], incomplete: [] });
    expect(pages.map((page) => page.length)).toEqual([150, 150, 10]);
  });

  it('sends the whole search in the body: oldest first, 150 a page', async () => {
    const { reader, clock, sent } = clientOver(everybody);
    await clock.until(reader.contacts(keysOf(1, 'email'), { mergeHistory: true }));
    expect(sent[0]).toMatchObject({
      method: 'POST',
      path: '/contacts/search?include_merge_history=true',
      body: {
        query: { field: 'email', operator: '=', value: 'customer-0' },
        sort: { field: 'created_at', order: 'ascending' },
        pagination: { per_page: 150 },
      },
    });
  });

  it('asks for a key once, and never for a blank one', async () => {
    const { reader, clock, sent } = clientOver(everybody);
    const keys = [...keysOf(2), ...keysOf(2), { field: 'email', value: ' ' } as const];
    await clock.until(reader.contacts(keys));
    expect(leavesOf(queryOf(sent[0]!))).toEqual([
      [
        { field: 'external_id', operator: '=', value: 'customer-0' },
        { field: 'external_id', operator: '=', value: 'customer-1' },
      ],
    ]);
  });

  it('sends nothing for no keys', async () => {
    const { reader, sent } = clientOver(everybody);
    expect(await reader.contacts([])).toEqual({ contacts: [], incomplete: [] });
    expect(sent).toEqual([]);
  });

  it('returns a person once whom several keys find', async () => {
    const ada = contact('ada', { external_id: 'customer-0' });
    const { reader, clock } = clientOver(() => json({ data: [ada], total_count: 1, pages: {} }));
    const keys = [...keysOf(1), { field: 'email', value: 'ada@acme.test' } as const];
    expect((await clock.until(reader.contacts(keys))).contacts.map(({ id }) => id)).toEqual(['ada']);
  });

  it.each([400, 422])(
    'falls back to plain groups for the whole run once nesting is answered %d',
    async (status) => {
      const { reader, clock, sent } = clientOver((request) =>
        leavesOf(queryOf(request)).length > 1
          ? refusal(status, 'parameter_invalid', 'too deep')
          : everybody(request),
      );
      expect((await clock.until(reader.contacts(keysOf(40)))).contacts).toHaveLength(40);
      expect(sent.map((request) => leavesOf(queryOf(request)).length)).toEqual([3, 1, 1, 1]);
      sent.length = 0;
      await clock.until(reader.contacts(keysOf(31)));
      expect(sent.map((request) => leavesOf(queryOf(request)).length)).toEqual([1, 1, 1]);
    },
  );

  it.each([401, 403])('does not try again in another form after %d', async (status) => {
    const { reader, clock, sent } = clientOver(() => refusal(status, 'forbidden', 'no'));
    expect(await rejection(clock.until(reader.contacts(keysOf(40))))).toMatchObject({ status });
    expect(sent).toHaveLength(1);
  });
});

describe('a nested search that is answered with something else than a refusal of nesting', () => {
  const nested = (request: Sent) => leavesOf(queryOf(request)).length > 1;

  it.each([401, 403, 404, 408, 500, 503])('%d fails, and the next search is nested again', async (status) => {
    let isDown = true;
    const { reader, clock, sent } = clientOver((request) =>
      isDown ? refusal(status, 'unavailable', 'not now') : everybody(request),
    );
    expect(await rejection(clock.until(reader.contacts(keysOf(40))))).toMatchObject({ status });
    expect(sent.every(nested), 'in no other form').toBe(true);
    isDown = false;
    sent.length = 0;
    await clock.until(reader.contacts(keysOf(40)));
    expect(sent.map(nested)).toEqual([true]);
  });

  it('429 is waited out, and everything after it is nested still', async () => {
    const { reader, clock, sent } = clientOver((request, count) =>
      count === 1
        ? refusal(429, 'rate_limit_exceeded', 'slow down', { 'Retry-After': '3' })
        : everybody(request),
    );
    expect((await clock.until(reader.contacts(keysOf(40)))).contacts).toHaveLength(40);
    expect(sent.map(nested)).toEqual([true, true]);
    await clock.until(reader.contacts(keysOf(40)));
    expect(sent.map(nested)).toEqual([true, true, true]);
  });

  it('429 without end fails, and the next search is nested again', async () => {
    let isBusy = true;
    const { reader, clock, sent } = clientOver((request) =>
      isBusy ? refusal(429, 'rate_limit_exceeded', 'slow down') : everybody(request),
    );
    expect(await rejection(clock.until(reader.contacts(keysOf(40))))).toMatchObject({ status: 429 });
    isBusy = false;
    sent.length = 0;
    await clock.until(reader.contacts(keysOf(40)));
    expect(sent.map(nested)).toEqual([true]);
  });
});

describe('pages of a search', () => {
  const page = (ids: readonly string[], total: number, next?: Json) =>
    json({
      data: ids.map((id) => contact(id)),
      total_count: total,
      pages: next === undefined ? {} : { next },
    });

  it.each([undefined, null])('are followed by the cursor in the body until next is %s', async (end) => {
    const { reader, clock, sent } = clientOver((_, count) =>
      count === 1 ? page(['ada', 'bob'], 3, { page: 2, starting_after: 'WzE+/w==' }) : page(['cleo'], 3, end),
    );
    const { contacts, incomplete } = await clock.until(reader.contacts(keysOf(20)));
    expect(contacts.map(({ id }) => id)).toEqual(['ada', 'bob', 'cleo']);
    expect(incomplete).toEqual([]);
    expect(sent[1]?.path).toBe('/contacts/search');
    expect(sent[1]?.body).toMatchObject({ pagination: { per_page: 150, starting_after: 'WzE+/w==' } });
  });

  it('stop with an error when the cursor repeats', async () => {
    const { reader, clock, sent } = clientOver((_, count) =>
      page([`ada-${count}`], 9, { starting_after: 'same' }),
    );
    expect(await rejection(clock.until(reader.contacts(keysOf(2))))).toMatchObject({
      family: 'repeated-page',
      code: 'repeated-page',
    });
    expect(sent).toHaveLength(2);
  });

  it('stop with an error when the first page comes again', async () => {
    const { reader, clock, sent } = clientOver((_, count) =>
      page(['ada'], 9, { starting_after: `c${count}` }),
    );
    expect(await rejection(clock.until(reader.contacts(keysOf(2))))).toMatchObject({
      family: 'repeated-page',
    });
    expect(sent).toHaveLength(2);
  });

  it('with fewer rows than Intercom said make the keys of that request incomplete, and no others', async () => {
    const { reader, clock } = clientOver((request) => {
      const values = leavesOf(queryOf(request))
        .flat()
        .map(({ value }) => value);
      return values.includes('customer-0') ? page(['ada'], 2) : page(['bob'], 1);
    });
    const keys = keysOf(152);
    const { contacts, incomplete } = await clock.until(reader.contacts(keys));
    expect(contacts).toHaveLength(2);
    expect(incomplete).toEqual(keys.slice(0, 150));
  });

  it('count a row that comes twice once', async () => {
    const { reader, clock } = clientOver(() => page(['ada', 'ada'], 2));
    expect((await clock.until(reader.contacts(keysOf(2)))).incomplete).toHaveLength(2);
  });

  it('without a total are incomplete: what cannot be checked is not trusted', async () => {
    const { reader, clock } = clientOver(() => json({ data: [], pages: {} }));
    expect((await clock.until(reader.contacts(keysOf(2)))).incomplete).toHaveLength(2);
  });
});

describe('lists below a contact', () => {
  it('reads companies from data or companies, following a URL to the next page on our own host only', async () => {
    const row = (id: string) => ({ type: 'company', id, company_id: `own-${id}` });
    const { reader, clock, sent } = clientOver((_, count) =>
      count === 1
        ? json({
            data: [row('a')],
            total_count: 2,
            pages: { next: 'https://evil.test/contacts/ada/companies?per_page=1&page=2' },
          })
        : json({ companies: [row('b')], total_count: 2, pages: { next: null } }),
    );
    const companies = await clock.until(reader.contactCompanies('ada'));
    expect(companies.map(({ company_id }) => company_id)).toEqual(['own-a', 'own-b']);
    expect(sent.map(({ path }) => path)).toEqual([
      '/contacts/ada/companies',
      '/contacts/ada/companies?per_page=1&page=2',
    ]);
  });

  it('follows a next that is an object', async () => {
    const { reader, clock, sent } = clientOver((_, count) =>
      json({
        data: [{ id: `t${count}`, name: `VIP ${count}` }],
        pages: { next: count === 1 ? { starting_after: 'a+b' } : null },
      }),
    );
    expect(await clock.until(reader.contactTags('ada'))).toHaveLength(2);
    expect(sent[1]?.path).toBe('/contacts/ada/tags?starting_after=a%2Bb');
  });

  it('rejects when fewer rows came than Intercom said', async () => {
    const { reader, clock } = clientOver(() =>
      json({ data: [{ id: 'a', company_id: 'acme' }], total_count: 12 }),
    );
    expect(await rejection(clock.until(reader.contactCompanies('ada')))).toMatchObject({
      family: 'incomplete',
    });
  });

  it('rejects when the same page comes for ever', async () => {
    const { reader, clock } = clientOver(() =>
      json({ data: [{ id: 'a', company_id: 'acme' }], pages: { next: '?page=2' } }),
    );
    expect(await rejection(clock.until(reader.contactCompanies('ada')))).toMatchObject({
      family: 'repeated-page',
    });
  });
});
