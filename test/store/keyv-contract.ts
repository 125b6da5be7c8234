import { describe, expect, it } from 'vitest';
import { eventually } from './eventually.ts';
import type { OpenedStore } from './opened-store.ts';

/** What every backend's records promise, whatever they are kept in. */
export function describeRecords(store: () => OpenedStore): void {
  const records = (namespace = 'recent') => store().backend.records<unknown>(namespace);

  it('gets what was set, and undefined where nothing was', async () => {
    await records().set('ada', {
      id: 'c-1',
      keys: ['a', 'b'],
      at: 1_700_000_000_000,
      gone: false,
      note: null,
    });
    expect(await records().get('ada')).toEqual({
      ...{ id: 'c-1', keys: ['a', 'b'], at: 1_700_000_000_000, gone: false, note: null },
    });
    expect(await records().get('grace')).toBeUndefined();
    expect(await records().has('ada')).toBe(true);
    expect(await records().has('grace')).toBe(false);
  });

  it('replaces', async () => {
    await records().set('ada', 'first');
    await records().set('ada', 'second');
    expect(await records().get('ada')).toBe('second');
  });

  it.each([[0], [''], [false], [null], [[]], [{}]])('keeps %j apart from nothing', async (value) => {
    await records().set('ada', value);
    expect(await records().get('ada')).toEqual(value);
    expect(await records().has('ada')).toBe(true);
  });

  it('deletes, and says whether something was there', async () => {
    await records().set('ada', 1);
    expect(await records().delete('ada')).toBe(true);
    expect(await records().delete('ada')).toBe(false);
    expect(await records().get('ada')).toBeUndefined();
  });

  it('clears its namespace only', async () => {
    await records('recent').set('ada', 1);
    await records('recent').set('grace', 2);
    await records('recents').set('ada', 3);
    await records('runs').set('ada', 4);
    await records('recent').clear();
    expect(await keysOf(records('recent'))).toEqual([]);
    expect(await records('recents').get('ada')).toBe(3);
    expect(await records('runs').get('ada')).toBe(4);
  });

  it('clears thousands', async () => {
    await records().setMany(numbered(2500));
    await records().clear();
    expect(await keysOf(records())).toEqual([]);
  });

  it('sets, gets, has and deletes many', async () => {
    await records().setMany([
      { key: 'ada', value: 1 },
      { key: 'grace', value: 2 },
      { key: 'edsger', value: 3 },
    ]);
    expect(await records().getMany(['grace', 'nobody', 'ada'])).toEqual([2, undefined, 1]);
    expect(await records().hasMany(['grace', 'nobody', 'ada'])).toEqual([true, false, true]);
    expect(await records().deleteMany(['ada', 'grace', 'nobody'])).toBe(true);
    expect(await records().deleteMany(['ada', 'grace', 'nobody'])).toBe(false);
    expect(await keysOf(records())).toEqual(['edsger']);
  });

  it('takes none of many', async () => {
    await records().setMany([]);
    expect(await records().getMany([])).toEqual([]);
    expect(await records().hasMany([])).toEqual([]);
    expect(await records().deleteMany([])).toBe(false);
  });

  it('lists each record once, thousands too', async () => {
    await records().setMany(numbered(2500));
    await records('runs').set('another', 1);
    const found = await entriesOf(records());
    expect(found.length).toBe(2500);
    expect(new Map(found)).toEqual(new Map(numbered(2500).map(({ key, value }) => [key, value])));
  });

  it('is listed by two at once, and while it is written', async () => {
    await records().setMany(numbered(300));
    const seen: string[] = [];
    for await (const [key] of iterate(records())) {
      seen.push(key);
      await records().delete(key);
    }
    expect(new Set(seen).size).toBe(300);
    const [one, other] = await Promise.all([keysOf(records()), keysOf(records())]);
    expect([one, other]).toEqual([[], []]);
  });

  it('stops listing when nobody wants more', async () => {
    await records().setMany(numbered(300));
    for await (const [key] of iterate(records())) {
      expect(key).not.toBe('');
      break;
    }
    await records().set('ada', 1);
    expect(await records().get('ada')).toBe(1);
  });

  it('keeps namespaces apart, whatever they are called', async () => {
    const names = [
      'runs',
      'recent',
      'recent:',
      'recent:acme',
      'recent:acme:',
      'recent:*',
      'recent:[a-z]',
      'récent',
      '%',
    ];
    for (const name of names) await records(name).set('ada', name);
    await records('recent:*').set('grace', 'x');
    for (const name of names) expect(await records(name).get('ada')).toBe(name);
    expect(await keysOf(records('recent:*'))).toEqual(['ada', 'grace']);
    await records('recent:*').clear();
    await records('recent:[a-z]').clear();
    expect(await records('recent:acme').get('ada')).toBe('recent:acme');
    expect(await keysOf(records('recent'))).toEqual(['ada']);
  });

  it.each([
    'recent:ada',
    'recent::ada',
    'email:ada@acme.test',
    'Ada Lovelace',
    'Ådä 🐞 \u202e\u0000\n::',
    '*',
    '',
    'long'.repeat(400),
  ])('takes the key %j', async (key) => {
    await records().set(key, 'it');
    await records().set(`${key}2`, 'another');
    expect(await records().get(key)).toBe('it');
    expect(await records().getMany([key])).toEqual(['it']);
    expect((await keysOf(records())).sort()).toEqual([key, `${key}2`].sort());
    expect(await records().delete(key)).toBe(true);
    expect(await keysOf(records())).toEqual([`${key}2`]);
  });

  it('keeps Unicode and a megabyte as they are', async () => {
    const text = 'Ådä 🐞 \u202e\u0000\u2028 ';
    const large = text.repeat(Math.ceil((1 << 20) / Buffer.byteLength(text)));
    await records().setMany([
      { key: 'large', value: large },
      { key: 'ada', value: text },
    ]);
    expect(await records().get('large')).toBe(large);
    expect(await records().get('ada')).toBe(text);
  });

  it('sets many at once from many sides', async () => {
    await Promise.all(numbered(60).map(({ key, value }) => records().set(key, value)));
    expect((await keysOf(records())).length).toBe(60);
  });

  describe('with a time to live', () => {
    it('forgets when it is over, and lists it no more', async () => {
      await records().set('ada', 1, 30);
      await records().setMany([
        { key: 'grace', value: 2, ttl: 30 },
        { key: 'edsger', value: 3, ttl: 3_600_000 },
        { key: 'barbara', value: 4 },
      ]);
      await eventually(async () => {
        expect(await records().getMany(['ada', 'grace'])).toEqual([undefined, undefined]);
      });
      expect(await records().get('ada')).toBeUndefined();
      expect(await records().has('ada')).toBe(false);
      expect(await keysOf(records())).toEqual(['barbara', 'edsger']);
      expect(await records().delete('ada')).toBe(false);
    });

    it('lasts by the last time that was given', async () => {
      await records().set('ada', 1, 20);
      await records().set('ada', 2);
      await records().set('grace', 1, 3_600_000);
      await records().set('grace', 2, 20);
      await eventually(async () => expect(await records().get('grace')).toBeUndefined());
      // Another that expires takes away what has expired.
      await records().set('edsger', 1, 3_600_000);
      expect(await records().get('ada')).toBe(2);
      expect(await keysOf(records())).toEqual(['ada', 'edsger']);
    });
  });
}

function numbered(count: number): { readonly key: string; readonly value: number }[] {
  return Array.from({ length: count }, (_, at) => ({ key: `contact-${at}`, value: at }));
}

type Records = ReturnType<OpenedStore['backend']['records']>;

function iterate(records: Records): AsyncGenerator<[string, unknown]> {
  if (records.iterator === undefined) throw new Error('the records cannot be listed');
  return records.iterator({});
}

async function entriesOf(records: Records): Promise<[string, unknown][]> {
  const found: [string, unknown][] = [];
  for await (const entry of iterate(records)) found.push(entry);
  return found;
}

async function keysOf(records: Records): Promise<string[]> {
  return (await entriesOf(records)).map(([key]) => key).sort();
}
