import { describe, expect, it } from 'vitest';
import { scanContacts } from '../../../src/kinds/contact/calls/scanning/scan.ts';
import { SCAN_SIZES } from '../../../src/kinds/contact/calls/scanning/sizes.ts';
import { EVERYBODY } from '../../../src/kinds/people/everybody.ts';
import type { JsonObject } from '../../../src/types/json.ts';
import { changed, oneCursor, SMALL_SIZES, scannedWorld } from './scanned-world.ts';

const DAY = 86_400;
const NOON = Date.UTC(2025, 2, 20, 12) / 1000;

/** As many contacts, one every six hours. */
const overDays = (count: number) => Array.from({ length: count }, (_, index) => NOON + index * (DAY / 4));
/** As many contacts within one hour. */
const inOneDay = (count: number) => Array.from({ length: count }, (_, index) => NOON + index);

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
const sorted = (ids: readonly string[]) => [...ids].sort();
const isDivided = (body: JsonObject) => JSON.stringify(body).includes('"AND"');
const refusedAt = (status: number) =>
  Response.json({ type: 'error.list', errors: [{ code: 'parameter_invalid', message: 'no' }] }, { status });

describe('a scan of contacts', () => {
  it('with few pages is one cursor and asks for nothing else', async () => {
    const { scan, emulator } = scannedWorld(overDays(6));
    expect(await scan()).toHaveLength(6);
    expect(emulator.requests).toHaveLength(3);
  });

  it('of nobody is one request', async () => {
    const { scan, emulator } = scannedWorld([]);
    expect(await scan()).toEqual([]);
    expect(emulator.requests).toHaveLength(1);
  });

  it('with many pages is read side by side, the oldest days first, and gives everybody once', async () => {
    let open = 0;
    let most = 0;
    const { scan, emulator } = scannedWorld(overDays(80), {
      async between(_, answer) {
        most = Math.max(most, ++open);
        await new Promise(setImmediate);
        const answered = await answer();
        open -= 1;
        return answered;
      },
    });
    const rows = await scan();
    expect(sorted(idsOf(rows))).toEqual(sorted(await oneCursor(emulator)));
    const created = rows.map((row) => row.created_at);
    expect(created).toEqual([...created].sort((a, b) => a - b));
    expect(most).toBeGreaterThan(3);
  });

  it('of a day that holds nearly everybody is divided by how ids end', async () => {
    const endings = new Set<unknown>();
    const { scan, emulator, sharding } = scannedWorld([...overDays(8), ...inOneDay(60)], {
      between(body, answer) {
        for (const [, ending] of JSON.stringify(body).matchAll(/"operator":"\$","value":"(\w+)"/g))
          endings.add(ending);
        return answer();
      },
    });
    expect(sorted(idsOf(await scan()))).toEqual(sorted(await oneCursor(emulator)));
    expect(endings.size).toBeGreaterThanOrEqual(16);
    expect(sharding.allowed).toBe(true);
  });

  it('walks such a day with one cursor where the ends of ids are not searched as expected', async () => {
    const withoutEndings = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_, part: { operator?: unknown } | null) =>
        part?.operator === '$' ? EVERYBODY : part,
      );
    const { scan, emulator, sharding } = scannedWorld([...overDays(8), ...inOneDay(60)], {
      between(body, answer) {
        if (!JSON.stringify(body).includes('"$"')) return answer();
        const asked = emulator.foreign('POST', '/contacts/search', withoutEndings(body) as JsonObject);
        return Promise.resolve(Response.json(asked.body));
      },
    });
    const { requests } = emulator;
    expect(sorted(idsOf(await scan()))).toEqual(sorted(await oneCursor(emulator)));
    expect(sharding.allowed).toBe(true);
    expect(requests.length).toBeLessThan(80);
  });

  it('counts its parts again where somebody appeared in one that was read, and reads that again', async () => {
    const hidden = { id: '' };
    const { scan, emulator, sharding, asked } = scannedWorld(overDays(80), {
      between(body, answer) {
        // The last days are read: the whole is counted once more.
        const isEnd = asked.length > 10 && !isDivided(body) && !('sort' in body);
        if (isEnd && hidden.id !== '') emulator.foreign('PUT', `/contacts/${hidden.id}`, { name: 'Ada' });
        return answer();
      },
    });
    hidden.id = (await oneCursor(emulator))[20] ?? '';
    emulator.loseFromIndex(hidden.id);
    expect(idsOf(await scan())).toContain(hidden.id);
    expect(sharding.allowed).toBe(true);
  });

  it('is not disturbed by contacts that appear all the time', async () => {
    const { scan, emulator, sharding } = scannedWorld(overDays(80), {
      between(_, answer, count) {
        emulator.foreign('POST', '/contacts', { role: 'user', external_id: `late-${count}` });
        return answer();
      },
    });
    const before = await oneCursor(emulator);
    const ids = new Set(idsOf(await scan()));
    expect(before.filter((id) => !ids.has(id))).toEqual([]);
    expect(sharding.allowed).toBe(true);
  });

  it('reads a part again in which somebody vanished between two pages', async () => {
    let vanished = 0;
    const { scan, emulator, sharding } = scannedWorld(overDays(80), {
      between(body, answer) {
        const isSecondPage = isDivided(body) && JSON.stringify(body).includes('starting_after');
        if (isSecondPage && vanished++ === 0) {
          const { body: last } = emulator.foreign('POST', '/contacts/search', {
            query: body['query'] ?? null,
            sort: { field: 'created_at', order: 'descending' },
          });
          emulator.foreign('DELETE', `/contacts/${(last as { data: { id: string }[] }).data[0]?.id}`);
        }
        return answer();
      },
    });
    const ids = idsOf(await scan());
    expect(vanished).toBeGreaterThan(1);
    expect(sorted(ids)).toEqual(sorted(await oneCursor(emulator)));
    expect(sharding.allowed).toBe(true);
  });

  it('is one cursor after all where Intercom refuses its parts, and the next scan is that at once', async () => {
    const { scan, emulator } = scannedWorld(overDays(80), {
      between: (body, answer) => (isDivided(body) ? Promise.resolve(refusedAt(400)) : answer()),
    });
    expect(sorted(idsOf(await scan()))).toEqual(sorted(await oneCursor(emulator)));
    emulator.clearRequests();
    expect(await scan()).toHaveLength(80);
    expect(emulator.requests).toHaveLength(40);
  });

  it('is one cursor after all where a part of it stays short, and gives nobody twice', async () => {
    const { scan, emulator } = scannedWorld(overDays(80), {
      between: (body, answer) =>
        isDivided(body) ? changed(answer(), ({ data }) => ({ data: data.slice(1) })) : answer(),
    });
    const ids = idsOf(await scan());
    expect(ids).toHaveLength(80);
    expect(sorted(ids)).toEqual(sorted(await oneCursor(emulator)));
  });

  it('is incomplete where one cursor does not bring everybody either (law 10)', async () => {
    const { scan } = scannedWorld(overDays(80), {
      between: (_, answer) => changed(answer(), ({ total_count }) => ({ total_count: total_count + 1 })),
    });
    await expect(scan()).rejects.toThrow('incomplete: 80 of 81 contacts arrived');
  });

  it('passes other failures on', async () => {
    const { scan } = scannedWorld(overDays(80), {
      between: (body, answer) => (isDivided(body) ? Promise.resolve(refusedAt(403)) : answer()),
    });
    await expect(scan()).rejects.toMatchObject({ status: 403 });
  });

  it('that is given up after a page sends no more than that page', async () => {
    const { emulator, reader, sharding } = scannedWorld(overDays(80));
    for await (const page of scanContacts(reader, EVERYBODY, { sharding, sizes: SMALL_SIZES })) {
      expect(page).toHaveLength(2);
      break;
    }
    expect(emulator.requests).toHaveLength(1);
  });

  it.each([
    { field: 'role', operator: '=', value: 'user' },
    { operator: 'AND', value: [{ field: 'role', operator: '=', value: 'lead' }, EVERYBODY] },
    { operator: 'OR', value: ['user', 'lead'].map((value) => ({ field: 'role', operator: '=', value })) },
    { operator: 'AND', value: Array.from({ length: 15 }, () => EVERYBODY) },
    {
      operator: 'AND',
      value: [
        { operator: 'OR', value: [EVERYBODY, { field: 'role', operator: '=', value: 'lead' }] },
        EVERYBODY,
      ],
    },
  ])('that asks for %j is divided as well', async (query) => {
    let divided = 0;
    const { scan, emulator, sharding } = scannedWorld(overDays(80), {
      between(body, answer) {
        divided += JSON.stringify(body).includes('"<"') ? 1 : 0;
        return answer();
      },
    });
    const ids = idsOf(await scan(query));
    expect(sorted(ids)).toEqual(sorted(await oneCursor(emulator, query)));
    expect(divided).toBeGreaterThan(0);
    expect(sharding.allowed).toBe(true);
  });

  it('by groups in groups is one cursor, since filters do not nest three deep', async () => {
    const { scan, emulator } = scannedWorld(overDays(20));
    const role = (value: string) => ({ operator: 'AND', value: [{ field: 'role', operator: '=', value }] });
    expect(await scan({ operator: 'OR', value: [role('user'), role('lead')] })).toHaveLength(20);
    expect(emulator.requests).toHaveLength(10);
  });

  it('of ordinary size takes a third more requests than pages', async () => {
    const contacts = 12_000;
    const created = Array.from({ length: contacts }, (_, index) => NOON + index * 800);
    const { scan, emulator } = scannedWorld(created, { sizes: SCAN_SIZES });
    expect(await scan()).toHaveLength(contacts);
    expect(emulator.requests.length).toBeLessThan((contacts / 150) * 1.34);
  });
});
