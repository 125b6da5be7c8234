import { describe, expect, it } from 'vitest';
import { watchedFiles } from '../../src/sources/index.ts';
import type { FileState } from '../../src/types/files.ts';

const written = BigInt(Date.UTC(2026, 10, 2, 9)) * 1_000_000n;
const first: FileState = { size: 2n, writtenNs: written, changedNs: written, device: 1n, inode: 7n };

/** A file system that counts; what is changed here changes there. */
function acme() {
  const now = {
    state: first as FileState | undefined,
    opened: undefined as FileState | undefined,
    listed: 0,
    entries: ['customers-1.csv'],
  };
  const files = watchedFiles(
    {
      read: async () => undefined,
      resolve: async (path: string) => path,
      list: async () => {
        now.listed++;
        return now.entries.map((name) => ({ name, kind: 'file' as const, link: false }));
      },
      state: async () => now.state,
      async *stream(_path, opened) {
        opened?.(now.opened ?? now.state ?? first);
        yield Buffer.from('4');
        yield Buffer.from('2');
      },
    },
    '/acme',
  );
  const read = async (path = '/acme/data/customers.csv') => {
    let text = '';
    for await (const piece of files.stream(path)) text += piece;
    return text;
  };
  const refused = () => read().then(String, (error) => error.diagnostic);
  return { now, files, read, refused };
}

describe('a file that is read again', () => {
  it('says what it said, as often as asked', async () => {
    const { read } = acme();
    expect([await read(), await read(), await read()]).toEqual(['42', '42', '42']);
  });

  it.each<[string, FileState | undefined, string]>([
    ['longer', { ...first, size: 1n }, 'then it had 1 byte, written at 2026-11-02T09:00:00.000Z'],
    [
      'written anew',
      { ...first, writtenNs: written + 1_500_000_000n },
      'then it had 2 bytes, written at 2026-11-02T09:00:01.500Z',
    ],
    [
      'replaced',
      { ...first, inode: 8n },
      'then another file was in its place, with 2 bytes, written at 2026-11-02T09:00:00.000Z',
    ],
    [
      'one of another device',
      { ...first, device: 2n },
      'then another file was in its place, with 2 bytes, written at 2026-11-02T09:00:00.000Z',
    ],
    [
      'written anew within a millisecond',
      { ...first, writtenNs: written + 1n },
      'then it was changed at 2026-11-02T09:00:00.000Z and had these again',
    ],
    [
      'written anew within a millisecond, some time ago as it says',
      { ...first, writtenNs: written + 999_999n, changedNs: written + 2_000_000_000n },
      'then it was changed at 2026-11-02T09:00:02.000Z and had these again',
    ],
    [
      'written anew a millisecond later',
      { ...first, writtenNs: written + 1_000_000n },
      'then it had 2 bytes, written at 2026-11-02T09:00:00.001Z',
    ],
    [
      'longer, within a millisecond',
      { ...first, size: 3n, writtenNs: written + 1n },
      'then it had 3 bytes, written at 2026-11-02T09:00:00.000Z',
    ],
    [
      'written anew as of the same time',
      { ...first, changedNs: written + 2_000_000_000n },
      'then it was changed at 2026-11-02T09:00:02.000Z and had these again',
    ],
    ['gone', undefined, 'then it was gone'],
  ])('is refused when it is %s', async (_, state, seen) => {
    const { now, read, refused } = acme();
    await read();
    now.state = state;
    expect(await refused()).toEqual({
      code: 'source-changed',
      severity: 'error',
      summary: 'data/customers.csv changed while it was read',
      detail: expect.stringContaining(`First it had 2 bytes, written at 2026-11-02T09:00:00.000Z, ${seen}`),
      help: expect.stringContaining('run again'),
      file: 'data/customers.csv',
    });
  });

  it('is refused when it changes while it is read', async () => {
    const { now, files } = acme();
    const read = async () => {
      for await (const _ of files.stream('/acme/data/customers.csv')) now.state = { ...first, size: 3n };
    };
    await expect(read()).rejects.toMatchObject({ diagnostic: { code: 'source-changed' } });
  });

  it('is refused when another one is opened than was there right before', async () => {
    const { now, read, refused } = acme();
    await read();
    now.opened = { ...first, inode: 8n };
    expect(await refused()).toMatchObject({ code: 'source-changed' });
  });

  it('is refused when another one is there, the first time already, than was opened', async () => {
    const { now, refused } = acme();
    now.opened = { ...first, inode: 8n };
    expect(await refused()).toMatchObject({ code: 'source-changed' });
  });

  it('is told from others', async () => {
    const { now, read } = acme();
    await read('/acme/data/customers.csv');
    now.state = { ...first, writtenNs: written + 1n, inode: 8n };
    expect(await read('/acme/data/billing.csv')).toBe('42');
  });

  it('is the one that a pattern named first, whatever came meanwhile', async () => {
    const { now, files } = acme();
    expect(await files.list('/acme/data')).toHaveLength(1);
    now.entries = ['customers-1.csv', 'customers-2.csv'];
    expect(await files.list('/acme/data')).toHaveLength(1);
    expect(await files.list('/acme/other')).toHaveLength(2);
    expect(now.listed).toBe(2);
  });
});
