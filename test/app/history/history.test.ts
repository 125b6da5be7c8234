import { afterEach, describe, expect, it } from 'vitest';
import { type HistoryOptions, history } from '../../../src/app/history/history.ts';
import { createMask } from '../../../src/render/mask/mask.ts';
import { createKeyedHash } from '../../../src/store/keyed-hash.ts';
import { Store } from '../../../src/store/store.ts';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { memoryBackend } from '../../store/memory-backend.ts';
import { runRecord } from '../../store/run-record.ts';

afterEach(clearDesks);

const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts:
  - { email: grace@acme.test, name: Grace }
  - { email: eve@acme.test, name: Eve }
`;
const PROJECT = 'apiVersion: interform/v1\nkind: Project\n';
const ID = '6657add46abd0167d9419c50';

const desk = (project = PROJECT, lag = 0): Promise<Desk> =>
  setUpDesk(lag, { 'interform.yaml': project, 'migrations/people.yaml': PEOPLE });

function look(at: Desk, options: Partial<HistoryOptions> = {}) {
  const defaults = { project: at.folder, limit: 20, resolutions: [], lockTimeoutMs: 0 };
  const { fetch: _, ...ports } = at.process().ports;
  return history({ ...defaults, ...options }, ports);
}

async function documentOf(at: Desk, options: Partial<HistoryOptions> = {}) {
  const { document, diagnostics } = await look(at, options);
  if (document === undefined) throw new Error(JSON.stringify(diagnostics));
  return document;
}

describe('what the project file says of the store', () => {
  it.each([
    ['', { kind: 'folder', path: '.interform', keep_values: true }],
    [
      'store: { path: var/crm, keep_values: false }\n',
      { kind: 'folder', path: 'var/crm', keep_values: false },
    ],
    ['store: none\n', { kind: 'none', path: null, keep_values: true }],
  ])('is told before there is one: %j', async (written, settings) => {
    expect(await documentOf(await desk(`${PROJECT}${written}`))).toMatchObject({ settings });
  });

  it('is told beside the runs', async () => {
    const ada = await desk();
    await ada.apply();
    for (const options of [{}, { run: 'last' }])
      expect(await documentOf(ada, options)).toMatchObject({ settings: { path: '.interform' } });
  });
});

describe('the runs of a store', () => {
  it('are listed, the newest first, with who did what', async () => {
    const ada = await desk();
    ada.env = { ...ada.env, USER: 'ada' };
    await ada.apply();
    ada.nowMs += 60_000;
    await ada.write('migrations/people.yaml', PEOPLE.replace('name: Eve', 'name: Eva'));
    await ada.apply();
    const { runs, left_out, store } = await documentOf(ada);
    expect(store).toEqual({ kind: 'folder', where: 'memory' });
    expect(left_out).toEqual({ older: 0, other_workspaces: 0 });
    expect(runs).toMatchObject([
      { state: 'ended', exit: 0, summary: { done: 1 }, by: { name: 'ada' }, in_doubt: 0 },
      { state: 'ended', exit: 0, summary: { done: 2 }, workspace: 'ecahpwf5' },
    ]);
    const limited = await documentOf(ada, { limit: 1 });
    expect(limited.runs).toEqual([runs[0]]);
    expect(limited.left_out.older).toBe(1);
  });

  it('are those of the workspace that the environment names', async () => {
    const ada = await desk(`${PROJECT}workspace: { id: ecahpwf5 }\n`);
    await ada.apply();
    await storeOf(ada).saveRun(runRecord({ workspace: 'globex', ended_at: 1 }));
    const { runs: listed, left_out, workspace } = await documentOf(ada);
    expect(workspace).toBe('ecahpwf5');
    expect(listed).toHaveLength(1);
    expect(left_out.other_workspaces).toBe(1);
  });

  it('say which took which back', async () => {
    const ada = await desk();
    await ada.apply();
    const [first] = (await documentOf(ada)).runs;
    const undo = runRecord({ id: '20991128T164400Z-7f3a9c', ended_at: 1, undoes: String(first?.id) });
    await storeOf(ada).saveRun(undo);
    expect((await documentOf(ada)).runs).toMatchObject([
      { id: undo.id, undoes: first?.id },
      { id: first?.id, undone_by: [undo.id] },
    ]);
  });

  it('are none yet, or none ever', async () => {
    const ada = await desk();
    expect(await look({ ...ada, process: withoutStore(ada) } as Desk)).toMatchObject({
      exit: 0,
      document: { store: null, runs: [] },
    });
    const none = await desk(`${PROJECT}store: none\n`);
    expect(await look({ ...none, process: withoutStore(none) } as Desk)).toMatchObject({
      exit: 0,
      document: { store: null, runs: [], diagnostics: [{ code: 'no-store' }] },
    });
    expect(await look({ ...none, process: withoutStore(none) } as Desk, { run: 'last' })).toMatchObject({
      exit: 1,
      diagnostics: [{ code: 'unknown-run', detail: expect.stringContaining('store: none') }],
    });
  });
});

function storeOf({ store }: Desk): Store {
  return new Store(memoryBackend(store), createKeyedHash('of-ada', new Uint8Array(32)));
}

function withoutStore(at: Desk): Desk['process'] {
  return () => {
    const { ports, killed } = at.process();
    return { ports: { ...ports, openBackend: async () => undefined }, killed };
  };
}

describe('one run', () => {
  it('tells each change with its id, its fields and its requests', async () => {
    const ada = await desk();
    await ada.apply();
    ada.nowMs += 60_000;
    await ada.write('migrations/people.yaml', PEOPLE.replace('name: Eve', 'name: Eva'));
    await ada.apply();
    const { changes } = await documentOf(ada, { run: 'last' });
    const [eve] = ada.emulator.state.liveContacts().filter(({ email }) => email === 'eve@acme.test');
    expect(changes).toEqual([
      {
        address: 'contact/visitors/eve%40acme.test',
        also: [],
        kind: 'contact',
        action: 'update',
        id: eve?.id,
        outcome: 'done',
        fields: { name: { before: 'Eve', after: 'Eva' } },
        requests: [
          {
            at: new Date(ada.nowMs).toISOString(),
            method: 'PUT',
            path: `/contacts/${eve?.id}`,
            state: 'done',
            id: eve?.id,
          },
        ],
      },
    ]);
  });

  it('names also what was not sent, and why', async () => {
    const ada = await desk();
    await ada.apply();
    await ada.write('migrations/people.yaml', PEOPLE.replace(/, name: /g, ', name: Dr. '));
    ada.nowMs += 60_000;
    ada.emulator.foreign('PUT', `/contacts/${idOf(ada, 'eve')}`, { name: 'Evelyn' });
    const { plan } = await ada.plan();
    ada.emulator.foreign('PUT', `/contacts/${idOf(ada, 'eve')}`, { name: 'Eva' });
    if (plan === undefined) throw new Error('no plan');
    await ada.applySaved(plan);
    const { changes } = await documentOf(ada, { run: 'last' });
    expect(changes).toMatchObject([
      { address: expect.stringContaining('grace'), outcome: 'done' },
      { address: expect.stringContaining('eve'), outcome: 'stale', reason: expect.any(String), requests: [] },
    ]);
  });

  it('tells which lead went into which user', async () => {
    const ada = await desk();
    await ada.write(
      'migrations/people.yaml',
      `apiVersion: interform/v1
kind: ContactSet
name: customers
contacts: [{ external_id: ada, email: ada@acme.test }]
---
apiVersion: interform/v1
kind: Merges
merges: [{ from: { email: visitor@acme.test }, into: { external_id: ada }, skip_duplicate_validation: true }]
`,
    );
    await ada.write('interform.yaml', `${PROJECT}guards: { max_merge: 1 }\n`);
    ada.emulator.foreign('POST', '/contacts', { role: 'lead', email: 'visitor@acme.test' });
    const lead = idOf(ada, 'visitor');
    expect(await ada.apply()).toMatchObject({ exit: 0 });
    expect((await documentOf(ada, { run: 'last' })).merges).toEqual([
      { lead, into: idOf(ada, 'ada'), at: new Date(ada.nowMs).toISOString() },
    ]);
  });

  it('without values holds no value and no key, and tells the merges all the same', async () => {
    const ada = await desk(`${PROJECT}store: { keep_values: false }\n`);
    await ada.apply();
    const document = await documentOf(ada, { run: 'last' });
    expect(document.runs).toMatchObject([{ keep_values: false }]);
    expect(document.changes).toHaveLength(2);
    for (const { address, fields, id } of document.changes ?? []) {
      expect(address).toMatch(/^contact\/visitors\/~[0-9a-f]{24}$/);
      expect(fields).toBeUndefined();
      expect(id).toMatch(/^[0-9a-f]{24}$/);
    }
    expect(JSON.stringify(document)).not.toMatch(/grace|eve/i);
  });

  it('that was killed is under way as long as its lock is held, then interrupted', async () => {
    const ada = await desk();
    const { ports, killed } = ada.process(1);
    void ada.apply(ports);
    await killed;
    const during = await documentOf(ada, { run: 'last' });
    expect(during.runs).toMatchObject([{ state: 'under_way', ended_at: null, exit: null, summary: null }]);
    ada.store.locks.clear();
    const after = await documentOf(ada, { run: 'last' });
    const unknown = after.changes?.filter(({ outcome }) => outcome === 'unknown') ?? [];
    expect(unknown.length).toBeGreaterThan(0);
    expect(after.runs).toMatchObject([{ state: 'interrupted', in_doubt: unknown.length }]);
    expect(after.doubts?.map(({ address }) => address)).toEqual(unknown.map(({ address }) => address));
  });

  it('tells what Ctrl-C left written in part from what failed', async () => {
    const ada = await desk();
    await ada.write('migrations/tags.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n');
    await ada.write(
      'migrations/people.yaml',
      PEOPLE.replace('contacts:', 'policy: { on_missing: create }\ncontacts:').replace(
        'name: Grace',
        'name: Grace, tags: [vip]',
      ),
    );
    const { ports } = ada.process();
    const interrupt = new AbortController();
    const fetchThrough: typeof fetch = async (input, init) => {
      const answer = await (ports.fetch ?? fetch)(input, init);
      if (init?.method === 'POST' && String(input).endsWith('/contacts')) interrupt.abort();
      return answer;
    };
    const result = await ada.apply({ ...ports, fetch: fetchThrough, signal: interrupt.signal });
    expect(result).toMatchObject({ exit: 3 });
    const { runs, changes } = await documentOf(ada, { run: 'last' });
    expect(runs).toMatchObject([{ summary: { failed: 0, interrupted: 1 } }]);
    expect(changes?.filter(({ outcome }) => outcome === 'interrupted')).toMatchObject([
      {
        address: 'contact/visitors/grace%40acme.test',
        reason: 'only partly written: the run was interrupted',
      },
    ]);
  });

  it('knows what was sensitive when it was made', async () => {
    const ada = await desk();
    await ada.write(
      'migrations/pronouns.yaml',
      `apiVersion: interform/v1
kind: DataAttributes
model: contact
attributes: { pronouns: { type: string, sensitive: true } }
`,
    );
    await ada.apply();
    await ada.write('migrations/pronouns.yaml', 'apiVersion: interform/v1\nkind: Tags\ntags: [vip]\n');
    const { masking } = await look(ada, { run: 'last' });
    expect(masking.sensitive).toEqual(['attribute/contact/pronouns']);
  });
});

function idOf(at: Desk, name: string): string {
  const found = at.emulator.state.liveContacts().find(({ email }) => email === `${name}@acme.test`);
  if (found === undefined) throw new Error(`${name} is not live`);
  return found.id;
}

/** An apply that lost the answer about Grace while search lags. */
async function inDoubt(project = PROJECT): Promise<Desk> {
  const ada = await desk(project, 10_000_000);
  await ada.write(
    'migrations/people.yaml',
    PEOPLE.split('\n')
      .filter((line) => !line.includes('eve@'))
      .join('\n'),
  );
  ada.loses = ({ url, method }) => method === 'POST' && url.endsWith('/contacts');
  expect(await ada.apply()).toMatchObject({ summary: { unknown: 1 } });
  ada.loses = () => false;
  return ada;
}

const GRACE = 'contact/visitors/grace%40acme.test';

describe('a doubt that a person ends', () => {
  it('is told', async () => {
    const ada = await inDoubt();
    expect(await documentOf(ada, { run: 'last' })).toMatchObject({
      runs: [{ in_doubt: 1 }],
      doubts: [{ address: GRACE }],
    });
  });

  it.each([
    ['true', GRACE],
    ['true', 'contact/visitors/grace@acme.test'],
    ['false', GRACE],
    ['false', 'contact/visitors/grace@acme.test'],
  ])('with keep_values: %s by %s and the id: the next plan finds who is there', async (keeps, address) => {
    const ada = await inDoubt(`${PROJECT}store: { keep_values: ${keeps} }\n`);
    const id = idOf(ada, 'grace');
    const document = await documentOf(ada, { run: 'last', resolutions: [{ address, id }] });
    expect(document).toMatchObject({
      runs: [{ in_doubt: 0 }],
      doubts: [],
      resolved: [{ state: 'done', id }],
    });
    expect(document.changes).toBeUndefined();
    expect(ada.store.locks.size).toBe(0);
    expect((await ada.plan()).plan?.changes).toEqual([]);
    expect(await ada.apply()).toMatchObject({ exit: 0, results: [] });
    expect(ada.emulator.state.liveContacts()).toHaveLength(1);
    const [change] = (await documentOf(ada, { run: 'last' })).changes ?? [];
    expect(change).toMatchObject({
      outcome: 'unknown',
      requests: [{ state: 'unknown', settled: { state: 'done', by: 'person', id } }],
    });
  });

  it('counts as ended once its journal says so, though a kill kept that from the record of the run', async () => {
    const ada = await inDoubt();
    const [record] = await storeOf(ada).runs();
    if (record === undefined) throw new Error('an apply records its run');
    expect(record.in_doubt).toBe(1);
    await storeOf(ada).saveRun({ ...record, in_doubt: 2 });
    await documentOf(ada, { run: 'last', resolutions: [{ address: GRACE, id: ID }] });
    expect((await storeOf(ada).runs())[0]?.in_doubt).toBeUndefined();
    await storeOf(ada).saveRun(record);
    expect(await documentOf(ada)).toMatchObject({ runs: [{ in_doubt: 0 }] });
    expect(await documentOf(ada, { run: 'last' })).toMatchObject({ runs: [{ in_doubt: 0 }], doubts: [] });
  });

  it('with absent: the next apply creates it at once', async () => {
    const ada = await inDoubt();
    const there = idOf(ada, 'grace');
    ada.emulator.foreign('DELETE', `/contacts/${there}`);
    await documentOf(ada, { run: 'last', resolutions: [{ address: GRACE, id: undefined }] });
    const before = ada.nowMs;
    expect(await ada.apply()).toMatchObject({ exit: 0, summary: { done: 1 } });
    expect(ada.nowMs).toBe(before);
  });

  it('by the address that a masked output shows', async () => {
    const ada = await inDoubt();
    const mask = createMask({ key: 'of-ada', sensitive: [] });
    const address = mask.address(GRACE);
    expect(address).not.toContain('grace');
    const document = await documentOf(ada, { run: 'last', resolutions: [{ address, id: ID }] });
    expect(document.resolved).toEqual([{ address: GRACE, state: 'done', id: ID }]);
  });

  it.each([
    ['true', 'as it is'],
    ['true', 'masked'],
    ['false', 'as it is'],
    ['false', 'masked'],
  ])('with keep_values: %s by what the apply said that was kept waiting, %s', async (keeps, shown) => {
    const ada = await inDoubt(`${PROJECT}store: { keep_values: ${keeps} }\n`);
    const again = await ada.apply();
    if (!('results' in again)) throw new Error('nothing was applied');
    const told = shown === 'masked' ? createMask({ key: 'of-ada', sensitive: [] }).result(again) : again;
    const reason = [...told.results][0]?.reason ?? '';
    const [, run, address] = /interform history (\S+) --resolve '(.+)=ID'$/.exec(reason) ?? [];
    if (keeps === 'false' || shown === 'masked') expect(reason).not.toContain('grace');
    const document = await documentOf(ada, {
      run: String(run),
      resolutions: [{ address: String(address), id: ID }],
    });
    expect(document.doubts).toEqual([]);
  });

  it('is refused where nothing is in doubt, and says what is; then nothing is written', async () => {
    const ada = await inDoubt();
    const lines = [...ada.store.journals.values()].map((each) => each.length);
    const wrong = { address: 'contact/visitors/eve%40acme.test', id: undefined };
    const refused = await look(ada, {
      run: 'last',
      resolutions: [{ address: GRACE, id: ID }, wrong],
    });
    expect(refused).toMatchObject({
      exit: 1,
      diagnostics: [
        {
          code: 'not-in-doubt',
          detail: expect.stringContaining(GRACE),
          help: expect.stringContaining(`'${GRACE}=ID'`),
        },
      ],
    });
    expect([...ada.store.journals.values()].map((each) => each.length)).toEqual(lines);
    expect(ada.store.locks.size).toBe(0);
  });

  it('is refused the second time, with what was said the first time', async () => {
    const ada = await inDoubt();
    const resolutions = [{ address: GRACE, id: ID }];
    await documentOf(ada, { run: 'last', resolutions });
    expect(await look(ada, { run: 'last', resolutions })).toMatchObject({
      exit: 1,
      diagnostics: [{ code: 'not-in-doubt', detail: expect.stringContaining(`created as ${ID}`) }],
    });
  });

  it('is refused twice in one go', async () => {
    const ada = await inDoubt();
    const resolutions = [GRACE, 'contact/visitors/grace@acme.test'].map((address) => ({ address, id: ID }));
    expect(await look(ada, { run: 'last', resolutions })).toMatchObject({ exit: 1 });
  });

  it('waits for nobody while an apply runs: exit 6', async () => {
    const ada = await inDoubt();
    ada.store.locks.set('ecahpwf5', {
      id: '0a1b2c3d',
      workspace: 'ecahpwf5',
      by: 'grace',
      host: 'laptop',
      pid: 1,
      since: ada.nowMs,
    });
    expect(await look(ada, { run: 'last', resolutions: [{ address: GRACE, id: ID }] })).toMatchObject({
      exit: 6,
      diagnostics: [{ code: 'locked' }],
    });
  });

  it('says that a plain address needs the token under which it was hashed', async () => {
    const ada = await inDoubt(`${PROJECT}store: { keep_values: false }\n`);
    ada.env = { INTERCOM_ACCESS_TOKEN: 'another-token' };
    const refused = await look(ada, { run: 'last', resolutions: [{ address: GRACE, id: ID }] });
    expect(refused.diagnostics).toMatchObject([
      { code: 'not-in-doubt', detail: expect.stringContaining('another token') },
    ]);
    const [hashed] = (await documentOf(ada, { run: 'last' })).doubts ?? [];
    const document = await documentOf(ada, {
      run: 'last',
      resolutions: [{ address: hashed?.address ?? '', id: idOf(ada, 'grace') }],
    });
    expect(document.doubts).toEqual([]);
    expect((await ada.plan()).plan?.changes).toEqual([]);
  });
});
