import { describe, expect, it } from 'vitest';
import { contactKind } from '../../src/kinds/contact/kind.ts';
import { nextCursor, nextQuery } from '../../src/kinds/wire/next-page.ts';
import { idOf, objectOf, requiredText } from '../../src/kinds/wire/wire-fields.ts';
import type { Declaration } from '../../src/types/declaration.ts';
import { isJsonObject, type Json } from '../../src/types/json.ts';
import type { Kind } from '../../src/types/kind.ts';
import type { GetCall, ListCall, PagedList } from '../../src/types/wire-call.ts';
import { clientOver, json, refusal, rejection } from './client-under-test.ts';

/** What a kind of ticket types would say: rows that hold rows, and one object by its id. */
interface TicketType {
  readonly id: string;
  readonly name: string;
  readonly attributes: readonly string[];
}

function ticketType(row: Json): TicketType {
  const type = objectOf(row, 'a ticket type');
  const nested = type['ticket_type_attributes'];
  const rows = isJsonObject(nested) && Array.isArray(nested['data']) ? nested['data'] : [];
  return {
    id: idOf(type, 'a ticket type'),
    name: requiredText(type, 'name'),
    attributes: rows.map((attribute) => requiredText(objectOf(attribute, 'an attribute'), 'name')),
  };
}

const TICKET_TYPES: ListCall<TicketType> = { path: '/ticket_types', names: ['data'], row: ticketType };
const ticketTypeById = (id: string): GetCall<TicketType> => ({
  path: `/ticket_types/${id}`,
  read: ticketType,
});

const BUG = {
  type: 'ticket_type',
  id: 7,
  name: 'Bug',
  ticket_type_attributes: { type: 'list', data: [{ id: '1', name: 'Severity' }] },
};
const BUG_READ = { id: '7', name: 'Bug', attributes: ['Severity'] };

describe('a call that is data', () => {
  it('reads a list with rows in its rows, and one object', async () => {
    const { reader, clock, sent } = clientOver(({ path }) =>
      json(path === '/ticket_types' ? { type: 'list', data: [BUG] } : BUG),
    );
    expect(await clock.until(reader.list(TICKET_TYPES))).toEqual([BUG_READ]);
    expect(await clock.until(reader.get(ticketTypeById('7')))).toEqual(BUG_READ);
    expect(await clock.until(reader.find(ticketTypeById('7')))).toEqual({ state: 'live', value: BUG_READ });
    expect(sent.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /ticket_types',
      'GET /ticket_types/7',
      'GET /ticket_types/7',
    ]);
  });

  it('fails as the call that it is where a row deep in the answer lacks what is needed', async () => {
    const nameless = { ...BUG, ticket_type_attributes: { data: [{ id: '1' }] } };
    const { reader, clock } = clientOver(() => json({ data: [nameless] }));
    const error = await rejection(clock.until(reader.list(TICKET_TYPES)));
    expect(error).toMatchObject({ family: 'malformed', path: '/ticket_types', status: 200 });
    expect(error.message).toContain('an entry has no name');
  });

  it('says which list is missing', async () => {
    const { reader, clock } = clientOver(() => json({ rows: [] }));
    expect((await rejection(clock.until(reader.list(TICKET_TYPES)))).message).toContain(
      'the answer has no list called data',
    );
  });
});

describe('one object that is not there', () => {
  it('is gone, or moved to where the link says', async () => {
    const answers = [
      refusal(404, 'not_found', 'Resource Not Found'),
      refusal(410, 'moved', 'gone', { Link: '</ticket_types/8>; rel="canonical"' }),
      refusal(410, 'moved', 'gone'),
    ];
    const { reader, clock } = clientOver((_, count) => answers[count - 1] ?? json({}));
    const find = () => clock.until(reader.find(ticketTypeById('7')));
    expect(await find()).toMatchObject({ state: 'gone', failure: { status: 404, code: 'not_found' } });
    expect(await find()).toMatchObject({ state: 'moved', to: '/ticket_types/8', failure: { status: 410 } });
    expect(await find()).toMatchObject({ state: 'moved', to: null });
  });

  it.each([
    ['a 404 of somebody else', () => new Response('<html>no such site</html>', { status: 404 })],
    ['another refusal', () => refusal(403, 'forbidden', 'scope')],
  ])('is not what %s says', async (_, respond) => {
    const { reader, clock } = clientOver(respond);
    await rejection(clock.until(reader.find(ticketTypeById('7'))));
  });

  it('is a failure to what needs it', async () => {
    const { reader, clock } = clientOver(() => refusal(404, 'not_found', 'Resource Not Found'));
    expect(await rejection(clock.until(reader.get(ticketTypeById('7'))))).toMatchObject({ status: 404 });
  });
});

describe('a list in pages', () => {
  const row = (json: Json) => ({ ...objectOf(json, 'a row'), id: idOf(objectOf(json, 'a row'), 'a row') });
  const notes: PagedList<ReturnType<typeof row>> = (query = '') => ({
    path: `/notes${query}`,
    names: ['data'],
    row,
    next: nextQuery,
  });
  const page = (ids: readonly string[], more: Record<string, Json>) =>
    json({ data: ids.map((id) => ({ id })), ...more });

  it('is followed by number, cursor or URL, and each row comes once', async () => {
    const { reader, clock, sent } = clientOver(
      (_, count) =>
        [
          page(['a', 'b'], { pages: { next: { page: 2 } }, total_count: 5 }),
          page(['b', 'c'], { pages: { next: { page: 3, starting_after: 'c=' } }, total_count: 5 }),
          page(['d'], { pages: { next: 'https://elsewhere.test/other?page=4' }, total_count: 5 }),
          page(['e'], { pages: { next: null }, total_count: 5 }),
        ].at(count - 1) ?? json({}),
    );
    expect((await clock.until(reader.list(notes))).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(sent.map(({ path }) => path)).toEqual([
      '/notes',
      '/notes?page=2',
      '/notes?starting_after=c%3D',
      '/notes?page=4',
    ]);
  });

  it('fails where fewer came than there are', async () => {
    const { reader, clock } = clientOver(() => page(['a'], { total_count: 2 }));
    const error = await rejection(clock.until(reader.list(notes)));
    expect(error).toMatchObject({ code: 'incomplete', status: 200 });
    expect(error.message).toContain('1 of 2 rows arrived');
  });

  it('ends with an error where a page comes again', async () => {
    const { reader, clock, sent } = clientOver(() => page(['a'], { pages: { next: { page: 2 } } }));
    expect(await rejection(clock.until(reader.list(notes)))).toMatchObject({ family: 'repeated-page' });
    expect(sent).toHaveLength(2);
  });

  it('tells of one page what it says, and that it was asked for again', async () => {
    const { reader, clock, sent } = clientOver((_, count) =>
      count === 1
        ? refusal(503, 'unavailable', 'not now')
        : page(['a'], { pages: { next: { starting_after: 'x' } }, total_count: 9 }),
    );
    const call = { path: '/notes/search', body: { query: {} }, names: ['data'], row, next: nextCursor };
    expect(await clock.until(reader.page(call))).toEqual({
      rows: [{ id: 'a' }],
      total: 9,
      next: 'x',
      retried: true,
    });
    expect(sent.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });
});

describe('what only reads (law 2)', () => {
  const bodyTo = (path: string) => ({ path, body: { name: 'VIP' }, read: (answer: Json) => answer });

  it.each(['/contacts/search', '/contacts/search?include_merge_history=true', '/companies/list?page=1'])(
    'sends a body to %s',
    async (path) => {
      const { reader, clock, sent } = clientOver(() => json({}));
      await clock.until(reader.get(bodyTo(path)));
      expect(sent.map(({ method }) => method)).toEqual(['POST']);
    },
  );

  it.each([
    '/tags',
    '/contacts',
    '/contacts/5f1/archive',
    '/tags?to=/search',
    '/tags#/list',
    '/research',
    'search',
  ])('sends no body to %s, where it could write', async (path) => {
    const { reader, client, clock, sent } = clientOver(() => json({}));
    for (const one of [reader, client])
      expect(await rejection(clock.until(one.get(bodyTo(path))))).toMatchObject({ code: 'not-reading' });
    expect(sent).toEqual([]);
  });

  it('has no write in its type, and a kind about people is not given the port alone', () => {
    const { reader } = clientOver(() => json({}));
    // @ts-expect-error a reader cannot send
    expect(reader.send).toBeUndefined();
    // @ts-expect-error it would be read by less than it needs
    const withThePort: Kind<Declaration, unknown> = contactKind;
    expect(withThePort.name).toBe('contact');
  });
});

describe('work for each of many', () => {
  it('goes some side by side, and begins no more after a failure', async () => {
    const { reader } = clientOver(() => json({}), { maxInFlight: 3 });
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const work = async (item: number) => {
      begun.push(item);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (item === 4) throw new Error('no more');
    };
    await expect(reader.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], work)).rejects.toThrow('no more');
    expect(most).toBe(3);
    expect(begun.length).toBeLessThan(9);
  });
});
