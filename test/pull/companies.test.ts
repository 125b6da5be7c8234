import { describe, expect, it } from 'vitest';
import type { EmulatorSeed } from '../../src/emulator/index.ts';
import { createReader } from '../../src/intercom/index.ts';
import { kindReader } from '../../src/kinds/kind-reader.ts';
import { openWorld } from './pulled-world.ts';

/** Two pages of the scroll and of the list; the last company has no user. */
const MANY: EmulatorSeed = {
  companies: Array.from({ length: 131 }, (_, index) => ({ company_id: `c${index}` })),
  contacts: Array.from({ length: 130 }, (_, index) => ({
    external_id: `u${index}`,
    companies: [`c${index}`],
  })),
};

function readerOf(between: (inner: typeof fetch) => typeof fetch = (inner) => inner) {
  const world = openWorld(MANY);
  world.remove();
  const reader = kindReader(
    createReader({
      baseUrl: 'https://api.intercom.io',
      token: 'acme-token',
      version: '2.16',
      fetch: between(world.emulator.fetch),
      now: world.ports.now,
      sleep: world.ports.sleep,
      random: () => 0,
    }),
  );
  return { reader, requests: () => world.emulator.requests.map(({ path }) => path.split('?')[0]) };
}

/** Loses the answer of the n-th request to a path, after Intercom has moved on. */
const losing =
  (path: string, nth: number) =>
  (inner: typeof fetch): typeof fetch => {
    let seen = 0;
    return async (...request) => {
      const answer = await inner(...request);
      if (String(request[0]).includes(path) && ++seen === nth) throw new TypeError('fetch failed');
      return answer;
    };
  };

describe('reading all companies', () => {
  it('scrolls through all of them, those without users too', async () => {
    const { reader, requests } = readerOf();
    const { companies, everything } = await reader.scanCompanies();
    expect(everything).toBe(true);
    expect(new Set(companies.map(({ company_id }) => company_id)).size).toBe(131);
    expect(requests()).toEqual([...Array<string>(3).fill('/companies/scroll'), '/companies/list']);
  });

  it('does not trust a scroll of which an answer was lost, and reads the list', async () => {
    const { reader } = readerOf(losing('/companies/scroll', 2));
    const { companies, everything } = await reader.scanCompanies();
    expect(everything).toBe(false);
    expect(companies).toHaveLength(130);
  });

  it('may ask for a page of the list again', async () => {
    const { reader } = readerOf((inner) =>
      losing('/companies/list', 2)(losing('/companies/scroll', 2)(inner)),
    );
    expect((await reader.scanCompanies()).companies).toHaveLength(130);
  });

  it('rejects where the list has more than came', async () => {
    const { reader } = readerOf((inner) => async (...request) => {
      const answer = await inner(...request);
      if (!String(request[0]).includes('/companies/list')) return answer;
      const body = (await answer.json()) as { total_count: number };
      return Response.json({ ...body, total_count: 140 }, { headers: answer.headers });
    });
    await expect(reader.scanCompanies()).rejects.toMatchObject({ code: 'incomplete' });
  });
});
