import { describe, expect, it } from 'vitest';
import { keptInput } from '../../src/app/standard-input.ts';
import { changesOf, importing } from '../importing/acme.ts';

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('standard input', () => {
  it.each([0, 3, 300_000])('is opened once and read as often as asked: %d lines', async (lines) => {
    let opened = 0;
    const text = Array.from({ length: lines }, (_, at) => `${at}\n`).join('');
    const input = keptInput(async function* () {
      opened++;
      for (let at = 0; at < text.length; at += 1000) yield Buffer.from(text.slice(at, at + 1000));
    });
    expect(opened).toBe(0);
    const both = await Promise.all([textOf(input), textOf(input)]);
    expect(both.map((read) => read === text)).toEqual([true, true]);
    expect(await input.size?.()).toBe(text.length);
    expect((await textOf(input)) === text).toBe(true);
    expect(opened).toBe(1);
  });

  it('stands in for one file in every set that reads it', async () => {
    const set = (name: string) =>
      `apiVersion: interform/v1\nkind: ContactSet\nname: ${name}\nsource: { file: people.csv, columns: { external_id: id } }\n`;
    const world = importing(
      { 'migrations/0001-people.yaml': `${set('users')}---\n${set('buyers')}` },
      { stdin: 'id\n1\n2\n' },
    );
    const made = await world.plan({ data: new Set(['people.csv']) });
    expect(made.diagnostics).toEqual([]);
    expect(changesOf(made)).toEqual(
      expect.arrayContaining(['create contact/users/1', 'create contact/users/2']),
    );
    expect(
      [...(made.plan?.changes ?? [])].map((change) => ('also' in change ? change.also : undefined)),
    ).toEqual(expect.arrayContaining([['contact/buyers/1'], ['contact/buyers/2']]));
  });
});
