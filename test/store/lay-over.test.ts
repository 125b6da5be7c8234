import { describe, expect, it } from 'vitest';
import { layOver } from '../../src/app/runs/lay-over.ts';
import { RecentWrites } from '../../src/app/runs/recent-writes.ts';
import { recentWriteOf, showsWrite } from '../../src/app/runs/shown.ts';
import { createEmulator } from '../../src/emulator/index.ts';
import { createClient } from '../../src/intercom/index.ts';
import { writtenByAnswer } from '../../src/kinds/contact/writing/written.ts';
import { kindReader } from '../../src/kinds/kind-reader.ts';
import type { WireContact } from '../../src/kinds/people/wire-contact.ts';
import { createKeyedHash } from '../../src/store/keyed-hash.ts';
import type { Json } from '../../src/types/json.ts';
import { requestOptions } from './request-options.ts';

const LAG = 60_000;
const hash = createKeyedHash('secret', new Uint8Array(32));

/** A workspace whose search is a minute behind, and a client whose searches know what was written. */
function world() {
  let nowMs = 1_793_610_000_000;
  const emulator = createEmulator({ indexLagMs: LAG, rateLimit: 0, now: () => nowMs });
  const recent = new RecentWrites();
  const client = createClient(requestOptions(emulator, () => nowMs));
  const laid = layOver(kindReader(client), recent, hash);
  const write = async (method: 'POST' | 'PUT', path: string, body: Record<string, Json>) => {
    const answer = (await client.send({ method, path, body })) as unknown as WireContact; // The whole contact (intercom 4.3).
    const paths = Object.keys(body).flatMap((key) =>
      key === 'custom_attributes' ? Object.keys(body[key] as object).map((name) => `${key}.${name}`) : [key],
    );
    const written = writtenByAnswer(answer, paths);
    recent.add(recentWriteOf(written, { run: 'r', at: nowMs, hash }));
    return answer.id;
  };
  return {
    emulator,
    recent,
    laid,
    write,
    reads: () => client.counts().reads,
    pass: (ms: number) => {
      nowMs += ms;
    },
    byEmail: async (value: string) => (await laid.contacts([{ field: 'email', value }])).contacts,
  };
}

describe('search with recent writes laid over it', () => {
  it('finds who was just created, by the key that it has now, whatever the spelling', async () => {
    const { write, byEmail } = world();
    const id = await write('POST', '/contacts', { role: 'lead', email: 'Ada@acme.test' });
    expect((await byEmail('ada@ACME.test')).map((contact) => contact.id)).toEqual([id]);
  });

  it('shows a change that search does not show, and what somebody else changed after it', async () => {
    const { emulator, write, byEmail, pass } = world();
    const id = await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    emulator.flushIndex();
    await write('PUT', `/contacts/${id}`, { name: 'Ada' });
    expect(await byEmail('ada@acme.test')).toMatchObject([{ name: 'Ada' }]);
    pass(1_000);
    emulator.foreign('PUT', `/contacts/${id}`, { name: 'Countess' });
    expect(await byEmail('ada@acme.test')).toMatchObject([{ name: 'Countess' }]);
  });

  it('drops who was archived and is still listed', async () => {
    const { emulator, recent, write, byEmail } = world();
    const id = await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    emulator.flushIndex();
    emulator.foreign('POST', `/contacts/${id}/archive`, {});
    recent.add({ contact: id, run: 'r', at: 0, state: 'gone', keys: [], fields: {} });
    expect(await byEmail('ada@acme.test')).toEqual([]);
  });

  it('believes search again once it shows the write, and then reads nobody by id', async () => {
    const { recent, write, byEmail, pass, reads } = world();
    await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    pass(LAG);
    await byEmail('ada@acme.test');
    expect(recent.size).toBe(0);
    const before = reads();
    await byEmail('ada@acme.test');
    expect(reads() - before).toBe(1);
  });

  it('completes a search by attributes with who may match by what was written, and reads nobody else', async () => {
    const { emulator, laid, write, reads } = world();
    emulator.foreign('POST', '/data_attributes', { model: 'contact', name: 'plan', data_type: 'string' });
    const scan = async (operator: string, value: Json) => {
      const before = reads();
      const found: string[] = [];
      for await (const page of laid.scanContacts({ field: 'custom_attributes.plan', operator, value }))
        found.push(...page.map(({ id }) => id));
      return [found, reads() - before];
    };
    const id = await write('POST', '/contacts', { role: 'lead', custom_attributes: { plan: 'trial' } });
    expect(await scan('=', 'trial')).toEqual([[id], 2]);
    expect(await scan('!=', null)).toEqual([[id], 2]);
    expect(await scan('=', 'pro')).toEqual([[], 1]);
    expect(await scan('=', null)).toEqual([[], 1]);
    emulator.flushIndex();
    await write('PUT', `/contacts/${id}`, { custom_attributes: { plan: 'pro' } });
    expect(await scan('=', 'trial')).toEqual([[], 2]);
  });

  it('never takes a record away by age alone', async () => {
    const { emulator, recent, write, byEmail, pass } = world();
    const id = await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    pass(LAG);
    emulator.loseFromIndex(id);
    pass(365 * 24 * 3_600_000);
    expect((await byEmail('ada@acme.test')).map((contact) => contact.id)).toEqual([id]);
    expect(recent.size).toBe(1);
  });

  it('is not fooled by a value that was written twice and looks as before', async () => {
    const { emulator, write, byEmail, pass, recent } = world();
    const id = await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test', name: 'Ada' });
    emulator.flushIndex();
    await byEmail('ada@acme.test');
    pass(5_000);
    await write('PUT', `/contacts/${id}`, { name: 'Countess' });
    pass(5_000);
    await write('PUT', `/contacts/${id}`, { name: 'Ada' });
    await byEmail('ada@acme.test');
    expect(recent.size).toBe(1);
    // Search now shows the first of the two.
    pass(LAG - 5_000);
    expect(await byEmail('ada@acme.test')).toMatchObject([{ name: 'Ada' }]);
  });

  it('finds who has just been tagged in a scan for the tag, and drops who has just been untagged', async () => {
    const { emulator, laid, recent, write } = world();
    const tag = String((emulator.foreign('POST', '/tags', { name: 'vip' }).body as { id: string }).id);
    const ada = await write('POST', '/contacts', { role: 'lead', email: 'ada@acme.test' });
    const alan = await write('POST', '/contacts', { role: 'lead', email: 'alan@acme.test' });
    emulator.foreign('POST', `/contacts/${alan}/tags`, { id: tag });
    emulator.flushIndex();
    emulator.foreign('POST', `/contacts/${ada}/tags`, { id: tag });
    emulator.foreign('DELETE', `/contacts/${alan}/tags/${tag}`);
    recent.add({ contact: ada, run: 'r', at: 1, state: 'live', keys: [], fields: { [`tags.${tag}`]: '+' } });
    recent.add({ contact: alan, run: 'r', at: 1, state: 'live', keys: [], fields: { [`tags.${tag}`]: '-' } });
    const found: string[] = [];
    for await (const page of laid.scanContacts({ field: 'tag_id', operator: '=', value: tag }))
      found.push(...page.map(({ id }) => id));
    expect(found).toEqual([ada]);
  });
});

describe('a list that was changed twice', () => {
  it('is unsure, for it may look as it did before the first change', () => {
    const recent = new RecentWrites();
    const tagged = (mark: string, at: number) => ({
      contact: 'c',
      run: 'r',
      at,
      state: 'live' as const,
      keys: [],
      fields: { 'tags.1': mark },
    });
    recent.add(tagged('+', 1));
    expect(recent.of('c')?.unsure).toBeUndefined();
    recent.add(tagged('-', 2));
    expect(recent.of('c')?.unsure).toBe(true);
    const row = { id: 'c', role: 'lead', updated_at: 9 } as unknown as WireContact; // Nothing else is looked at.
    const write = recent.of('c');
    expect(write !== undefined && showsWrite(row, write, hash)).toBe(false);
  });
});
