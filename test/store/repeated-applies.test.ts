import { afterEach, describe, expect, it } from 'vitest';
import { parseFaults } from '../../src/emulator/index.ts';
import type { Backend } from '../../src/store/backend.ts';
import { StoreError } from '../../src/store/store-error.ts';
import { clearDesks, type Desk, setUpDesk } from './desk.ts';
import { memoryBackend } from './memory-backend.ts';

const LEADS = 40;
const USERS = 80;
const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead, tags: [vip] }
contacts:
${Array.from({ length: LEADS }, (_, n) => `  - { email: lead-${n}@acme.test, name: Lead ${n} }`).join('\n')}
---
apiVersion: interform/v1
kind: ContactSet
name: customers
contacts:
${Array.from({ length: USERS }, (_, n) => `  - { external_id: user-${n}, email: user-${n}@acme.test, tags: [vip] }`).join('\n')}
---
apiVersion: interform/v1
kind: Tags
tags: [vip]
`;

afterEach(clearDesks);

const desk = (indexLagMs: number): Promise<Desk> =>
  setUpDesk(indexLagMs, { 'migrations/people.yaml': PEOPLE });

describe.each([10_000, 120_000])('with search %i ms behind', (lag) => {
  it('doubles nobody when an apply is repeated at once, and plans nothing right after', async () => {
    const ada = await desk(lag);
    expect(await ada.apply()).toMatchObject({ exit: 0, summary: { done: LEADS + USERS + 1 } });
    const { plan } = await ada.plan();
    expect(plan?.changes).toEqual([]);
    expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
    expect(ada.doubled()).toEqual([]);
    ada.nowMs += lag + 1000;
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it('forgets a write once search shows it, also in an apply with nothing to do', async () => {
    const ada = await desk(lag);
    await ada.apply();
    expect([...ada.store.records].find(([name]) => name.startsWith('recent:'))?.[1].size).toBe(LEADS + USERS);
    ada.nowMs += lag + 1000;
    expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
    expect([...ada.store.records].find(([name]) => name.startsWith('recent:'))?.[1].size).toBe(0);
  });

  it('doubles nobody after exit 3', async () => {
    const ada = await desk(lag);
    ada.emulator.setFaults(parseFaults('lost:0.2,500-after:0.2,seed=11'));
    const first = await ada.apply();
    expect([0, 3]).toContain(first.exit);
    ada.emulator.setFaults(undefined);
    for (let round = 0; round < 5 && (await ada.apply()).exit !== 0; round += 1) ada.nowMs += 60_000;
    expect(ada.doubled()).toEqual([]);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it.each([1, 5, 30, 42, 60, 80])('doubles nobody after a kill at write %i', async (killAt) => {
    const ada = await desk(lag);
    const { ports, killed } = ada.process(killAt);
    void ada.apply(ports);
    await killed;
    ada.store.locks.clear();
    const rerun = await ada.apply();
    expect([0, 3]).toContain(rerun.exit);
    for (let round = 0; round < 5 && (await ada.apply()).exit !== 0; round += 1) ada.nowMs += 60_000;
    expect(ada.doubled()).toEqual([]);
    expect(ada.emulator.state.liveContacts()).toHaveLength(LEADS + USERS);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });

  it('doubles nobody when a saved plan is replayed', async () => {
    const ada = await desk(lag);
    const { plan } = await ada.plan();
    if (plan === undefined) throw new Error('no plan');
    for (let time = 0; time < 2; time += 1) {
      expect(await ada.applySaved(plan)).toMatchObject({ exit: 0 });
    }
    expect(ada.doubled()).toEqual([]);
  });

  it('lets one of two at once in', async () => {
    const ada = await desk(lag);
    const { ports } = ada.process();
    let second: ReturnType<Desk['apply']> | undefined;
    const first = await ada.apply({
      ...ports,
      // The second begins and ends while the first is at work.
      fetch: async (input, init) => {
        const { method, url } = new Request(input, init);
        if (method === 'POST' && url.endsWith('/contacts')) {
          second ??= ada.apply();
          await second;
        }
        return ports.fetch?.(input, init) ?? fetch(input, init);
      },
    });
    expect([first.exit, (await second)?.exit]).toEqual([0, 6]);
    expect(ada.doubled()).toEqual([]);
  });
});

it('doubles nobody whose answer was lost while search lags longer than an apply waits', async () => {
  const grace = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts: [{ email: grace@acme.test }]
`;
  const ada = await setUpDesk(320_000, { 'migrations/grace.yaml': grace });
  ada.loses = ({ url }) => url.endsWith('/contacts');
  expect(await ada.apply()).toMatchObject({ exit: 3, summary: { unknown: 1 } });
  ada.loses = () => false;
  expect(await ada.apply()).toMatchObject({ exit: 3, summary: { unknown: 1 } });
  expect(ada.emulator.state.liveContacts()).toHaveLength(1);
  ada.nowMs += 300_000;
  expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
  expect(ada.doubled()).toEqual([]);
});

describe('a store that takes no more once the last request was recorded', () => {
  it.each(['journals', 'records'] as const)('exits 3, for the next plan is not empty: %s', async (part) => {
    const project = 'apiVersion: interform/v1\nkind: Project\nbulk: off\n';
    const ada = await setUpDesk(120_000, { 'migrations/people.yaml': PEOPLE, 'interform.yaml': project });
    const { ports } = ada.process();
    let isFull = false;
    const refuse = async (): Promise<never> => {
      throw new StoreError({ code: 'store-full', summary: 'no room is left' });
    };
    const backend = memoryBackend(ada.store);
    const full: Backend = {
      ...backend,
      journals: {
        ...backend.journals,
        open: async (run) => {
          const file = await backend.journals.open(run);
          return {
            ...file,
            append: (lines) => (isFull && part === 'journals' ? refuse() : file.append(lines)),
          };
        },
      },
      records: <T>(namespace: string) => {
        const keyv = backend.records<T>(namespace);
        const set = keyv.set.bind(keyv);
        const setMany = keyv.setMany.bind(keyv);
        keyv.set = (...values) => (isFull && part === 'records' ? refuse() : set(...values));
        keyv.setMany = (...values) => (isFull && part === 'records' ? refuse() : setMany(...values));
        return keyv;
      },
    };
    let requests = 0;
    const first = await ada.apply({
      ...ports,
      openBackend: async () => full,
      fetch: async (input, init) => {
        const { method, url } = new Request(input, init);
        const answer = await (ports.fetch?.(input, init) ?? fetch(input, init));
        // The tag itself, and then the last of all: the users that carry it, in two bulk requests.
        if (method === 'POST' && new URL(url).pathname === '/tags') requests += 1;
        isFull = requests === 3;
        return answer;
      },
    });
    expect(first).toMatchObject({
      exit: 3,
      diagnostics: [{ code: 'store-full', severity: 'error' }],
    });
    expect(await ada.apply()).toMatchObject({ exit: 0 });
    expect(ada.doubled()).toEqual([]);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });
});

it('doubles nobody when tokens take turns on one store', async () => {
  const ada = await desk(120_000);
  const by = (token: string) => {
    ada.env = { INTERCOM_ACCESS_TOKEN: token };
    return ada.apply();
  };
  expect(await by('of-ada')).toMatchObject({ exit: 0, summary: { done: LEADS + USERS + 1 } });
  for (const token of ['of-grace', 'of-ada', 'of-grace'])
    expect(await by(token)).toMatchObject({ exit: 0, results: [] });
  expect(ada.doubled()).toEqual([]);
});

it('doubles nobody whose run is forgotten, with another token', async () => {
  const ada = await desk(120_000);
  expect(await ada.apply()).toMatchObject({ exit: 0 });
  // As retention leaves it: the record of the run goes, what search has not shown stays.
  ada.store.records.get('runs')?.clear();
  ada.env = { INTERCOM_ACCESS_TOKEN: 'of-grace' };
  expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
  expect(ada.doubled()).toEqual([]);
});
