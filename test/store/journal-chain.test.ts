import { describe, expect, it } from 'vitest';
import { JournalWriter, journalEntries } from '../../src/store/journal.ts';
import type { JournalEntry } from '../../src/types/store.ts';
import { MemoryStore, memoryBackend } from './memory-backend.ts';

const RUN = '20261128T164400Z-7f3a9c';
const settled = (n: number): JournalEntry => ({ t: 'settled', n, at: 0, state: 'absent', by: 'person' });

/** The lines of a journal with so many entries. */
async function written(count: number, store = new MemoryStore()): Promise<string[]> {
  const writer = await JournalWriter.open(memoryBackend(store).journals, RUN);
  for (let n = 0; n < count; n += 1) writer.write(settled(n));
  await writer.close();
  return [...(store.journals.get(RUN) ?? [])];
}

/** What is read of lines: the numbers of entries, and where a damage was noticed. */
async function read(lines: readonly string[]): Promise<(number | 'damage')[]> {
  const store = new MemoryStore();
  store.journals.set(RUN, [...lines]);
  const found: (number | 'damage')[] = [];
  for await (const entry of journalEntries(memoryBackend(store).journals, RUN)) {
    if (entry.t === 'damage') found.push('damage');
    else if (entry.t === 'settled') found.push(entry.n);
  }
  return found;
}

const without = (lines: readonly string[], at: number) => lines.filter((_, n) => n !== at);
const LINES = 7;

describe('a journal', () => {
  it('that could not be written holds nothing more, however much is left to say', async () => {
    const { journals } = memoryBackend(new MemoryStore());
    const append = () => Promise.reject(new Error('the disk is full'));
    const broken = { ...journals, open: async (run: string) => ({ ...(await journals.open(run)), append }) };
    const writer = await JournalWriter.open(broken, RUN);
    writer.write(settled(0));
    await expect(writer.commit()).rejects.toThrow('the disk is full');
    const { bytes } = writer;
    writer.write(settled(1));
    expect(writer.bytes).toBe(bytes);
    await expect(writer.commit()).rejects.toThrow('the disk is full');
  });

  it('is whole as it was written, and when later writers went on', async () => {
    const store = new MemoryStore();
    await written(3, store);
    await written(2, store);
    expect(await read(await written(1, store))).toEqual([0, 1, 2, 0, 1, 0]);
  });

  it('is whole where its end is missing: a kill does that', async () => {
    const lines = await written(LINES);
    for (let length = 0; length <= LINES; length += 1)
      expect(await read(lines.slice(0, length))).not.toContain('damage');
  });

  it.each<[string, (lines: readonly string[], at: number) => string[]]>([
    ['gone', without],
    ['doubled', (lines, at) => lines.toSpliced(at, 0, lines[at] ?? '')],
    ['doubled at the end', (lines, at) => [...lines, lines[at] ?? '']],
    ['swapped with the next', (lines, at) => [...without(lines, at).toSpliced(at + 1, 0, lines[at] ?? '')]],
    ['changed', (lines, at) => lines.map((line, n) => (n === at ? line.replace('absent', 'done') : line))],
    ['cut off', (lines, at) => lines.map((line, n) => (n === at ? line.slice(0, -4) : line))],
    ['no JSON', (lines, at) => lines.map((line, n) => (n === at ? '{"t":' : line))],
  ])('is damaged where any line is %s', async (name, damage) => {
    const lines = await written(LINES);
    // Nothing follows the last line that could miss it.
    for (let at = 0; at < LINES - 1; at += 1) {
      const found = await read(damage(lines, at));
      expect(found.includes('damage'), `${name}: line ${at}`).toBe(true);
      expect(found.filter((one) => one !== 'damage').length).toBeGreaterThanOrEqual(LINES - 1);
      expect(found.slice(0, found.indexOf('damage'))).toEqual(
        Array.from({ length: found.indexOf('damage') }, (_, n) => n),
      );
    }
  });

  it('is damaged where a line has no mark behind one that has', async () => {
    const lines = await written(LINES);
    for (let at = 1; at < LINES; at += 1)
      expect(await read(lines.map((line, n) => (n === at ? unmarked(line) : line)))).toContain('damage');
  });

  it('of an earlier version is read as before, also where it was gone on with', async () => {
    const old = (await written(3)).map(unmarked);
    expect(await read(old)).toEqual([0, 1, 2]);
    const store = new MemoryStore();
    store.journals.set(RUN, old);
    const lines = await written(2, store);
    expect(await read(lines)).toEqual([0, 1, 2, 0, 1]);
    for (let at = 0; at < lines.length - 1; at += 1)
      expect(await read(without(lines, at))).toContain('damage');
  });

  it('is whole where a run whose lock was taken over woke up and went on', async () => {
    const store = new MemoryStore();
    const first = await JournalWriter.open(memoryBackend(store).journals, RUN);
    first.write(settled(0));
    await first.commit();
    const second = await JournalWriter.open(memoryBackend(store).journals, RUN);
    for (const [writer, n] of [
      [second, 1],
      [first, 2],
      [second, 3],
      [first, 4],
    ] as const) {
      writer.write(settled(n));
      await writer.commit();
    }
    await written(1, store);
    const lines = [...(store.journals.get(RUN) ?? [])];
    expect(await read(lines)).toEqual([0, 1, 2, 3, 4, 0]);
    for (const at of [0, 1, 2, 4]) expect(await read(without(lines, at))).toContain('damage');
  });
});

function unmarked(line: string): string {
  return line.replace(/,"#":.*$/, '}');
}
