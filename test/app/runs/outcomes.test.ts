import { afterEach, describe, expect, it } from 'vitest';
import { openRequests, type ReadJournal, readJournal } from '../../../src/app/runs/read-journal.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import { StoreError } from '../../../src/store/store-error.ts';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { memoryBackend } from '../../store/memory-backend.ts';

afterEach(clearDesks);

const people = (name: string) => `apiVersion: interform/v1
kind: ContactSet
name: customers
contacts:
  - { external_id: ada, email: ada@acme.test, name: Ada ${name}, tags: [vip] }
  - { external_id: eve, email: eve@acme.test, name: Eve ${name}, tags: [vip] }
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
`;

type Answer = (request: Request) => Promise<Response | undefined>;

/** An apply that another one stands before: undefined lets a request through. */
function applyBehind(desk: Desk, answer: Answer) {
  const { ports } = desk.process();
  return desk.apply({
    ...ports,
    fetch: async (input, init) =>
      (await answer(new Request(input, init))) ?? ports.fetch?.(input, init) ?? fetch(input, init),
  });
}

async function journalOfLast({ store }: Desk): Promise<ReadJournal> {
  const opened = new Store(memoryBackend(store), createKeyedHash('of-ada', new Uint8Array(32)));
  const [run] = await opened.runs();
  if (run === undefined) throw new Error('no run was recorded');
  return readJournal(opened, run);
}

const states = ({ intents, outcomes }: ReadJournal) =>
  intents.map(({ n, method, path }) => `${method} ${path} ${outcomes.get(n)?.state}`);

describe('no request is left open of which is known what became of it', () => {
  it('that others refused with it, and that was sent again by itself', async () => {
    const desk = await setUpDesk(0, { 'migrations/people.yaml': people('1') });
    const result = await applyBehind(desk, async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/tags')) return undefined;
      const { users = [] } = (await request.clone().json()) as { readonly users?: readonly unknown[] };
      if (users.length < 2) return undefined;
      return Response.json(
        { type: 'error.list', errors: [{ code: 'bad_request', message: 'no' }] },
        { status: 400 },
      );
    });
    expect(result.exit).toBe(0);
    const journal = await journalOfLast(desk);
    expect(
      states(journal)
        .filter((text) => text.startsWith('POST /tags'))
        .sort(),
    ).toEqual([
      'POST /tags done',
      'POST /tags done',
      'POST /tags done',
      'POST /tags failed',
      'POST /tags failed',
    ]);
    expect(openRequests(journal)).toEqual([]);
  });

  it('that had no effect and was sent again', async () => {
    const desk = await setUpDesk(0, { 'migrations/people.yaml': people('1') });
    await desk.apply();
    desk.nowMs += 60_000;
    await desk.write('migrations/people.yaml', people('2'));
    const lost = new Map<string, number>();
    const result = await applyBehind(desk, async ({ method, url }) => {
      const times = lost.get(url) ?? 0;
      // The client tries three times itself.
      if (method !== 'PUT' || times === 3) return undefined;
      lost.set(url, times + 1);
      throw new TypeError('fetch failed', { cause: new Error('ECONNRESET') });
    });
    expect(result).toMatchObject({ exit: 0, summary: { done: 2 } });
    const journal = await journalOfLast(desk);
    expect(openRequests(journal)).toEqual([]);
  });

  it('that was held back, for the lock was lost', async () => {
    const desk = await setUpDesk(0, { 'migrations/people.yaml': people('1') });
    const result = await applyBehind(desk, async ({ method, url }) => {
      if (method === 'POST' && url.endsWith('/tags')) desk.store.locks.clear();
      return undefined;
    });
    expect(result.diagnostics).toMatchObject([{ code: 'lock-lost' }]);
    const journal = await journalOfLast(desk);
    expect(states(journal)).toContain('POST /contacts failed');
    expect(openRequests(journal)).toEqual([]);
  });
});

it('a create that did not stick whole says whom it made', async () => {
  const desk = await setUpDesk(0, { 'migrations/people.yaml': people('1') });
  const { ports } = desk.process();
  const result = await desk.apply({
    ...ports,
    fetch: async (input, init) => {
      const answer = await (ports.fetch ?? fetch)(input, init);
      const { method, url } = new Request(input, init);
      if (method !== 'POST' || !url.endsWith('/contacts')) return answer;
      return Response.json({ ...((await answer.json()) as object), name: 'somebody' });
    },
  });
  expect(result).toMatchObject({ exit: 3, summary: { failed: 2 } });
  const { intents, outcomes } = await journalOfLast(desk);
  const ids = intents
    .filter(({ creates, path }) => creates && path === '/contacts')
    .map(({ n }) => outcomes.get(n)?.id);
  const live = desk.emulator.state.liveContacts().map(({ id }) => id);
  expect(live).toHaveLength(2);
  expect(ids.sort()).toEqual(live.sort());
});

it('a run is ended where what it learned of bulk requests cannot be kept', async () => {
  const rows = Array.from({ length: 60 }, (_, n) => `  - { external_id: customer-${n} }`);
  const manifest = ['apiVersion: interform/v1', 'kind: ContactSet', 'name: customers', 'contacts:', ...rows];
  const desk = await setUpDesk(0, { 'migrations/people.yaml': `${manifest.join('\n')}\n` });
  const { ports } = desk.process();
  const backend = memoryBackend(desk.store);
  const full = new StoreError({
    code: 'store-unwritable',
    summary: 'the store cannot be written',
    help: 'free some',
  });
  const result = await desk.apply({
    ...ports,
    fetch: async (input, init) =>
      String(input).endsWith('/contacts/bulk')
        ? Response.json(
            { type: 'error.list', errors: [{ code: 'not_found', message: 'no' }] },
            { status: 404 },
          )
        : (ports.fetch ?? fetch)(input, init),
    openBackend: async () => ({
      ...backend,
      records: <T>(namespace: string) => {
        const records = backend.records<T>(namespace);
        if (namespace === 'bulk') records.set = () => Promise.reject(full);
        return records;
      },
    }),
  });
  expect(result.diagnostics).toContainEqual(expect.objectContaining({ code: 'store-unwritable' }));
  const opened = new Store(backend, createKeyedHash('of-ada', new Uint8Array(32)));
  const [run] = await opened.runs();
  expect(run).toMatchObject({ ended_at: expect.any(Number), summary: { done: 60 } });
});
