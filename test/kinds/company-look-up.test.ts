import { describe, expect, it } from 'vitest';
import { createEmulator, type EmulatorSeed } from '../../src/emulator/index.ts';
import { createReader } from '../../src/intercom/index.ts';
import { kindReader } from '../../src/kinds/kind-reader.ts';

type Between = (path: string, answer: () => Promise<Response>) => Promise<Response>;

/** A workspace in which each of the first companies has a user, and the rest has none. */
function readerOf(
  { withUsers, without = 0 }: { readonly withUsers: number; readonly without?: number },
  between: Between = (_, answer) => answer(),
) {
  const used = names('used', withUsers);
  const contacts = [];
  for (let at = 0; at < used.length; at += 1_000)
    contacts.push({ external_id: `u${at}`, companies: used.slice(at, at + 1_000) });
  const seed: EmulatorSeed = {
    companies: [...used, ...names('unused', without)].map((company_id) => ({
      company_id,
      name: `Acme ${company_id}`,
    })),
    contacts,
  };
  const emulator = createEmulator({ seed, rateLimit: 0 });
  const reader = kindReader(
    createReader({
      baseUrl: 'https://api.intercom.io',
      token: 'acme-token',
      version: '2.16',
      fetch: (input, init) => between(String(input), () => emulator.fetch(input, init)),
      now: () => 0,
      sleep: async () => {},
      random: () => 0,
    }),
  );
  return {
    emulator,
    reader,
    paths: () => emulator.requests.map(({ path }) => path.split('?')[0]),
    reads: () => emulator.requests.length,
  };
}

function names(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
}

const refused = (status: number, code: string) =>
  Promise.resolve(Response.json({ type: 'error.list', errors: [{ code, message: code }] }, { status }));

describe('looking up many companies', () => {
  it.each([
    ['all with users', 1_500, 0, 0, 26],
    ['all without users', 0, 1_500, 0, 17],
    ['half of them with users', 750, 750, 0, 18],
    ['a few without users', 1_495, 5, 0, 31],
    ['some of them missing', 1_480, 0, 20, 45],
  ])('reads 1,500 of them in few requests: %s', async (_, withUsers, without, missing, most) => {
    const { reader, reads } = readerOf({ withUsers, without });
    const asked = [...names('missing', missing), ...names('unused', without), ...names('used', withUsers)];
    const found = await reader.companies(asked);
    expect([...found.keys()].sort()).toEqual(asked.slice(missing).sort());
    for (const [id, company] of found) expect(company).toMatchObject({ company_id: id, name: `Acme ${id}` });
    expect(reads()).toBeLessThanOrEqual(most);
    expect(reader.counts().reads).toBe(reads());
  });

  it.each([
    [10, 10],
    [60, 61],
    [200, 201],
  ])('reads %i of 50,000 one by one', async (count, most) => {
    const { reader, reads, paths } = readerOf({ withUsers: 50_000 });
    const asked = names('used', 50_000)
      .filter((_, index) => index % Math.floor(50_000 / count) === 7)
      .slice(0, count);
    expect((await reader.companies(asked)).size).toBe(count);
    expect(reads()).toBeLessThanOrEqual(most);
    expect(paths()).not.toContain('/companies/scroll');
  });

  it.each([60, 200, 1_500])('gives a scroll up that shows few of %i', async (count) => {
    const { reader, reads } = readerOf({ withUsers: 0, without: 50_000 });
    // The last ones, which the scroll would show at its end.
    const asked = names('unused', 50_000).slice(-count);
    expect((await reader.companies(asked)).size).toBe(count);
    expect(reads()).toBeLessThanOrEqual(count + 10);
  });

  it('asks for what no list shows by itself, and finds none there', async () => {
    const { reader, paths } = readerOf({ withUsers: 30 });
    const found = await reader.companies([...names('used', 30), ...names('missing', 3)]);
    expect(found.size).toBe(30);
    expect(paths()).toEqual(['/companies/list', '/companies', '/companies', '/companies']);
  });

  it('asks for nothing where nothing is asked', async () => {
    const { reader, reads } = readerOf({ withUsers: 3 });
    expect((await reader.companies([])).size).toBe(0);
    expect(reads()).toBe(0);
  });

  it('reads to the end of a scroll, so that the next program can scroll', async () => {
    const { reader, emulator } = readerOf({ withUsers: 0, without: 300 });
    await reader.companies(names('unused', 300));
    const next = await emulator.fetch('https://api.intercom.io/companies/scroll', {
      headers: { Authorization: 'Bearer acme-token', Accept: 'application/json' },
    });
    expect(next.status).toBe(200);
  });

  it('leaves the scroll of another plan alone, and finds the same', async () => {
    const { reader, emulator } = readerOf({ withUsers: 0, without: 300 });
    const headers = { Authorization: 'Bearer acme-token', Accept: 'application/json' };
    const opened = await emulator.fetch('https://api.intercom.io/companies/scroll', { headers });
    const { scroll_param } = (await opened.json()) as { scroll_param: string };
    expect((await reader.companies(names('unused', 300))).size).toBe(300);
    const further = await emulator.fetch(
      `https://api.intercom.io/companies/scroll?scroll_param=${scroll_param}`,
      { headers },
    );
    expect(((await further.json()) as { data: unknown[] }).data).toHaveLength(100);
  });

  it('finds the same in two lookups at once', async () => {
    const { reader } = readerOf({ withUsers: 100, without: 300 });
    const asked = [...names('used', 100), ...names('unused', 300)];
    const both = await Promise.all([reader.companies(asked), reader.companies(asked)]);
    expect(both.map(({ size }) => size)).toEqual([400, 400]);
  });

  it.each([
    ['the list', '/companies/list', 500, 'server_error'],
    ['the scroll', '/companies/scroll', 500, 'server_error'],
    ['any page of the list', '/companies/list?page=2', 400, 'bad_request'],
  ])('finds all of them where %s is refused', async (_, refusedPath, status, code) => {
    const { reader } = readerOf({ withUsers: 200, without: 200 }, (path, answer) =>
      path.includes(refusedPath) ? refused(status, code) : answer(),
    );
    expect((await reader.companies([...names('used', 200), ...names('unused', 200)])).size).toBe(400);
  });

  it('finds all of them where the answer of a page was lost', async () => {
    let seen = 0;
    const { reader } = readerOf({ withUsers: 0, without: 300 }, async (path, answer) => {
      const got = await answer();
      if (path.includes('/companies/scroll') && ++seen === 2) throw new TypeError('fetch failed');
      return got;
    });
    expect((await reader.companies(names('unused', 300))).size).toBe(300);
  });

  it('ends where a scroll shows the same page for ever', async () => {
    const { reader } = readerOf({ withUsers: 0, without: 300 }, (path, answer) =>
      path.includes('/companies/scroll')
        ? Promise.resolve(
            Response.json({ type: 'list', data: [{ id: '1', company_id: 'unused-0' }], scroll_param: 'x' }),
          )
        : answer(),
    );
    expect((await reader.companies(names('unused', 300))).size).toBe(300);
  });

  it('finds all of them where companies move within the list while it is read', async () => {
    const { reader } = readerOf({ withUsers: 200 }, async (path, answer) => {
      const got = await answer();
      const page = /list\?page=([2-9])/.exec(path)?.[1];
      if (page === undefined) return got;
      const body = (await got.json()) as { data: unknown[] };
      return Response.json({ ...body, data: body.data.slice(1) }, { headers: got.headers });
    });
    expect((await reader.companies(names('used', 200))).size).toBe(200);
  });

  it.each([401, 403])('fails where the token is refused: %i', async (status) => {
    const { reader } = readerOf({ withUsers: 200 }, () => refused(status, 'unauthorized'));
    await expect(reader.companies(names('used', 200))).rejects.toMatchObject({ status });
  });
});
