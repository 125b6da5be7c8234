import { describe, expect, it } from 'vitest';
import { type FormatKeeper, settleFormat, type Upgrade } from '../../src/store/format.ts';

const HASH_KEY = Buffer.alloc(32, 7).toString('base64');

/** A store in memory whose format says this. */
function keeper(text: string | undefined) {
  const kept = { text, replaced: 0 };
  const port: FormatKeeper = {
    where: '.interform',
    read: async () => kept.text,
    isEmpty: async () => kept.text === undefined,
    create: async (made) => {
      kept.text ??= made;
    },
    replace: async (made) => {
      kept.text = made;
      kept.replaced += 1;
    },
  };
  return { kept, port };
}

// Made up: version 1 had no id, version 2 called its key otherwise.
const UPGRADES = new Map<number, Upgrade>([
  [1, async (format) => ({ ...format, id: 'made-in-2' })],
  [2, async ({ key, ...format }) => ({ ...format, hash_key: key ?? null })],
]);
const OLDEST = JSON.stringify({ format: 'interform-store/1', key: HASH_KEY, note: 'Ada' });

describe('a store of an older version', () => {
  it('is upgraded by every step between, and says so last', async () => {
    const { kept, port } = keeper(OLDEST);
    const format = await settleFormat(port, { mode: 'write', upgrades: UPGRADES, current: 3 });
    expect(format).toEqual({ id: 'made-in-2', hashKey: new Uint8Array(Buffer.alloc(32, 7)) });
    expect(JSON.parse(kept.text ?? '')).toEqual({
      ...{ format: 'interform-store/3', id: 'made-in-2', hash_key: HASH_KEY, note: 'Ada' },
    });
    expect(kept.replaced).toBe(1);
    await settleFormat(port, { mode: 'write', upgrades: UPGRADES, current: 3 });
    expect(kept.replaced).toBe(1);
  });

  it('is upgraded again where the first try was killed', async () => {
    const { kept, port } = keeper(OLDEST);
    let tries = 0;
    const killed: Upgrade = async (format) => {
      tries += 1;
      if (tries === 1) throw new Error('killed');
      return { ...format, id: 'made-in-2' };
    };
    const upgrades = new Map([...UPGRADES, [1, killed] as const]);
    await expect(settleFormat(port, { mode: 'write', upgrades, current: 3 })).rejects.toThrow('killed');
    expect(kept.text).toBe(OLDEST);
    await settleFormat(port, { mode: 'write', upgrades, current: 3 });
    expect(kept.text).toContain('interform-store/3');
  });

  it('is not upgraded by who only reads', async () => {
    const { kept, port } = keeper(OLDEST);
    const reading = settleFormat(port, { mode: 'read', upgrades: UPGRADES, current: 3 });
    await expect(reading).rejects.toMatchObject({ code: 'store-older' });
    expect(kept.text).toBe(OLDEST);
  });

  it('is refused where no version ever wrote it', async () => {
    const { kept, port } = keeper(OLDEST);
    const opening = settleFormat(port, { mode: 'write', upgrades: new Map(), current: 3 });
    await expect(opening).rejects.toMatchObject({ code: 'store-foreign' });
    expect(kept.text).toBe(OLDEST);
  });

  it('is refused by a version before it', async () => {
    const { port } = keeper(OLDEST.replace('store/1', 'store/4'));
    const opening = settleFormat(port, { mode: 'write', upgrades: UPGRADES, current: 3 });
    await expect(opening).rejects.toMatchObject({ code: 'store-newer' });
  });
});

it('of version 1 becomes one of version 2 by the next who writes', async () => {
  const { kept, port } = keeper(
    JSON.stringify({ format: 'interform-store/1', id: 'of-ada', hash_key: HASH_KEY }),
  );
  await expect(settleFormat(port, { mode: 'read' })).rejects.toMatchObject({ code: 'store-older' });
  expect(await settleFormat(port, { mode: 'write' })).toMatchObject({ id: 'of-ada' });
  expect(JSON.parse(kept.text ?? '')).toMatchObject({ format: 'interform-store/2', hash_key: HASH_KEY });
});

describe('a store that is made', () => {
  it('says what it is', async () => {
    const { kept, port } = keeper(undefined);
    const format = await settleFormat(port, { mode: 'write', upgrades: new Map() });
    expect(JSON.parse(kept.text ?? '')).toEqual({
      format: 'interform-store/2',
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      id: format?.id,
      hash_key: Buffer.from(format?.hashKey ?? []).toString('base64'),
    });
  });

  it('is the one that another process has made meanwhile', async () => {
    const { port } = keeper(undefined);
    const other = JSON.stringify({ format: 'interform-store/2', id: 'other', hash_key: HASH_KEY });
    const format = await settleFormat(
      { ...port, create: async () => port.create(other) },
      { mode: 'write', upgrades: new Map() },
    );
    expect(format?.id).toBe('other');
  });

  it('is not taken for a foreign one between its making and its first look', async () => {
    const { kept, port } = keeper(undefined);
    const other = JSON.stringify({ format: 'interform-store/2', id: 'other', hash_key: HASH_KEY });
    const isEmpty = async () => {
      kept.text = other;
      return false;
    };
    expect((await settleFormat({ ...port, isEmpty }, { mode: 'read', upgrades: new Map() }))?.id).toBe(
      'other',
    );
  });
});
