import { expect, it } from 'vitest';
import type { OpenedStore } from './opened-store.ts';

const RUN = '20261128T164400Z-7f3a9c';

/** What every backend's journals promise. */
export function describeJournals(store: () => OpenedStore): void {
  const journals = () => store().backend.journals;

  it('reads what was appended, in order', async () => {
    const file = await journals().open(RUN);
    await file.append(['{"t":"run"}', '{"t":"change","c":0}']);
    await file.append(['{"t":"intent","n":0}']);
    await file.append([]);
    expect(await linesOf(RUN)).toEqual(['{"t":"run"}', '{"t":"change","c":0}', '{"t":"intent","n":0}']);
    await file.close();
  });

  it('is empty where there is none', async () => {
    expect(await linesOf('20990101T000000Z-000000')).toEqual([]);
    expect(await journals().list()).toEqual([]);
    await journals().remove('20990101T000000Z-000000');
  });

  it('lists runs as they are opened, and removes them', async () => {
    for (const run of ['b', 'a', '20260101T000000Z-x']) await (await journals().open(run)).close();
    expect(await journals().list()).toEqual(['20260101T000000Z-x', 'a', 'b']);
    await journals().remove('a');
    expect(await journals().list()).toEqual(['20260101T000000Z-x', 'b']);
    const file = await journals().open('a');
    await file.append(['{}']);
    await file.close();
    expect(await linesOf('a')).toEqual(['{}']);
  });

  it('appends to one that is there', async () => {
    const first = await journals().open(RUN);
    await first.append(['{"n":1}']);
    await first.close();
    const second = await journals().open(RUN);
    await second.append(['{"n":2}']);
    await second.close();
    expect(await linesOf(RUN)).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('is replaced whole, also by what is read from it meanwhile, and goes on from there', async () => {
    const file = await journals().open(RUN);
    const many = Array.from({ length: 1200 }, (_, n) => `{"n":${n},"name":"Ada"}`);
    await file.append(many);
    await file.close();
    await journals().replace(
      RUN,
      (async function* () {
        for await (const line of journals().read(RUN)) yield line.replace('Ada', 'x');
      })(),
    );
    const anew = many.map((line) => line.replace('Ada', 'x'));
    expect(await linesOf(RUN)).toEqual(anew);
    expect(await journals().list()).toEqual([RUN]);
    const again = await journals().open(RUN);
    await again.append(['{"n":1200}']);
    await again.close();
    expect(await linesOf(RUN)).toEqual([...anew, '{"n":1200}']);
  });

  it('stays as it was where what would replace it fails', async () => {
    const file = await journals().open(RUN);
    await file.append(['{"n":0}']);
    await file.close();
    const failing = (async function* () {
      yield '{"n":1}';
      throw new Error('the process was killed');
    })();
    await expect(journals().replace(RUN, failing)).rejects.toThrow();
    expect(await linesOf(RUN)).toEqual(['{"n":0}']);
    expect(await journals().list()).toEqual([RUN]);
  });

  it('is opened by two at once, and loses no line and breaks none', async () => {
    const [one, other] = [await journals().open(RUN), await journals().open(RUN)];
    const lines = (who: string) =>
      Array.from({ length: 60 }, (_, n) => JSON.stringify({ who, n, text: 'x'.repeat(3000) }));
    await Promise.all([
      ...lines('one').map((line) => one.append([line])),
      ...lines('other').map((line) => other.append([line])),
    ]);
    const read = (await linesOf(RUN)).map((line) => JSON.parse(line) as { who: string; n: number });
    for (const who of ['one', 'other'])
      expect(read.filter((line) => line.who === who).map(({ n }) => n)).toEqual(
        Array.from({ length: 60 }, (_, n) => n),
      );
    expect(read.length).toBe(120);
    await Promise.all([one.close(), other.close()]);
  });

  it('takes Unicode, a megabyte and thousands of lines', async () => {
    const file = await journals().open(RUN);
    const large = JSON.stringify({ text: 'Ådä 🐞 \u2028'.repeat(60_000) });
    const many = Array.from({ length: 3000 }, (_, n) => `{"n":${n}}`);
    await file.append([large]);
    await file.append(many);
    expect(await linesOf(RUN)).toEqual([large, ...many]);
    await file.close();
  });

  it('is read while it is appended to', async () => {
    const file = await journals().open(RUN);
    await file.append(['{"n":0}']);
    const seen: string[] = [];
    for await (const line of journals().read(RUN)) {
      seen.push(line);
      if (seen.length < 5) await file.append([`{"n":${seen.length}}`]);
    }
    expect(seen[0]).toBe('{"n":0}');
    expect(await linesOf(RUN)).toHaveLength(seen.length < 5 ? seen.length + 1 : 5);
    await file.close();
  });

  it('refuses appends when it is closed, after what was under way is done', async () => {
    const file = await journals().open(RUN);
    const last = file.append(['{"n":0}']);
    await file.close();
    await last;
    await expect(file.append(['{"n":1}'])).rejects.toThrow('closed');
    expect(await linesOf(RUN)).toEqual(['{"n":0}']);
  });

  it.each(['', '.', '..', '../runs/x', 'a/b', 'a\\b', 'x'.repeat(200), 'ada\0', 'a:b', 'run.jsonl', '-x'])(
    'refuses the run %j',
    async (run) => {
      await expect(journals().open(run)).rejects.toThrow('is not the id of a run');
      await expect(journals().remove(run)).rejects.toThrow('is not the id of a run');
      await expect(linesOf(run)).rejects.toThrow('is not the id of a run');
    },
  );

  it('refuses what is no line', async () => {
    const file = await journals().open(RUN);
    await expect((async () => file.append(['{"a":\n1}']))()).rejects.toThrow('one line');
    await file.close();
  });

  async function linesOf(run: string): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of journals().read(run)) lines.push(line);
    return lines;
  }
}
