import { afterEach, describe, expect, it } from 'vitest';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { planUndo, undo } from './undoing-desk.ts';

afterEach(clearDesks);

const PROJECT = 'apiVersion: interform/v1\nkind: Project\nguards: { max_archive: 10 }\n';
const people = (text: string) => `apiVersion: interform/v1\nkind: ContactSet\nname: beta\n${text}\n`;
const ADA = people('contacts: [{ external_id: ada, name: Ada, phone: "+353871234567" }]');
const LEADS = people(
  'defaults: { role: lead }\ncontacts: [{ email: eve@acme.test }, { email: grace@acme.test }]',
);

const desk = (text: string, lag = 0, project = PROJECT): Promise<Desk> =>
  setUpDesk(lag, { 'interform.yaml': project, 'migrations/people.yaml': text });

const findingsOf = async (ada: Desk, run = 'last') => (await planUndo(ada, run)).diagnostics;

function send(ada: Desk, method: string, path: string, body: object): void {
  const { status } = ada.emulator.handle({
    method,
    url: `http://intercom.test${path}`,
    headers: { authorization: 'Bearer of-grace', 'intercom-version': '2.16' },
    body: JSON.stringify(body),
  });
  expect(status).toBe(200);
}

/** An apply that is killed before its n-th write gets an answer. */
async function killed(ada: Desk, killAt: number): Promise<void> {
  const { ports, killed } = ada.process(killAt);
  void ada.apply(ports);
  await killed;
  await new Promise(setImmediate);
  ada.store.locks.clear();
}

describe('an undo', () => {
  it('takes the newest run back once, and can be taken back', async () => {
    const ada = await desk(ADA);
    await ada.apply();
    const live = () => ada.emulator.state.liveContacts().map(({ name }) => name);
    expect(live()).toEqual(['Ada']);
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 1 } });
    expect(live()).toEqual([]);
    const [undoing = '', run = ''] = [...ada.store.journals.keys()].reverse();
    expect((await planUndo(ada, run)).plan).toMatchObject({ changes: [], undoes: run });
    ada.nowMs += 1000;
    expect(await undo(ada, undoing)).toMatchObject({ exit: 0 });
    expect(live()).toEqual(['Ada']);
  });

  it('only reads while it is planned', async () => {
    const ada = await desk(ADA);
    await ada.apply();
    const before = JSON.stringify(ada.emulator.state.allContacts());
    expect((await planUndo(ada)).plan?.changes).toHaveLength(1);
    expect(JSON.stringify(ada.emulator.state.allContacts())).toBe(before);
    expect(ada.store.journals.size).toBe(1);
  });

  it('needs no manifests that are right', async () => {
    const ada = await desk(ADA);
    await ada.apply();
    await ada.write('migrations/people.yaml', 'kind: Nonsense\n');
    const { plan, diagnostics } = await planUndo(ada);
    expect(diagnostics).toEqual([]);
    expect(plan?.changes).toMatchObject([{ action: 'archive', reason: 'the run created it' }]);
  });

  it('leaves alone what somebody changed, and says so', async () => {
    const ada = await desk(ADA);
    await ada.apply();
    const [{ id = '' } = {}] = ada.emulator.state.liveContacts();
    send(ada, 'PUT', `/contacts/${id}`, { name: 'Countess' });
    const { plan, diagnostics } = await planUndo(ada);
    expect(plan?.changes).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        code: 'undo-left-alone',
        severity: 'warning',
        detail: 'name changed since it was created: contact/beta/ada',
        address: 'contact/beta/ada',
      },
    ]);
  });

  it('leaves a text that became a list, with what else of it goes back', async () => {
    const plan = (text: string) =>
      `apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  plan: ${text}\n`;
    const ada = await desk(
      plan('{ type: string, description: Old }'),
      0,
      `${PROJECT}`.replace('10', '10, max_retype: 1'),
    );
    await ada.apply();
    await ada.write(
      'migrations/people.yaml',
      plan('{ type: options, options: [free, pro], description: New }'),
    );
    ada.nowMs += 1000;
    expect(await ada.apply()).toMatchObject({ exit: 0, summary: { done: 1 } });
    const { plan: undone, diagnostics } = await planUndo(ada);
    expect(undone?.changes).toMatchObject([{ fields: { description: { before: 'New', after: 'Old' } } }]);
    expect([...(undone?.changes ?? [])][0]?.fields).not.toHaveProperty('options');
    expect(diagnostics).toContainEqual(
      expect.objectContaining({
        code: 'undo-impossible',
        detail: 'options: a list cannot become a plain text again: attribute/contact/plan',
      }),
    );
  });

  it('puts back what an archived contact held, tags included, and archives it again', async () => {
    const unarchive = (text: string) =>
      `${people(`policy: { on_archived: unarchive }\n${text}`)}---\napiVersion: interform/v1\nkind: Tags\ntags: [vip, beta]\n`;
    const ada = await desk(
      unarchive('contacts: [{ external_id: ada, name: Ada, phone: null, tags: [vip] }]'),
    );
    await ada.apply();
    const [{ id = '' } = {}] = ada.emulator.state.liveContacts();
    send(ada, 'PUT', `/contacts/${id}`, { name: 'Countess', phone: '+353871234567' });
    send(ada, 'POST', `/contacts/${id}/archive`, {});
    const before = ada.emulator.state.contact(id);
    await ada.write(
      'migrations/people.yaml',
      unarchive('contacts: [{ external_id: ada, name: Ada, phone: null, tags: [vip, beta] }]'),
    );
    ada.nowMs += 1000;
    expect(await ada.apply()).toMatchObject({ exit: 0 });
    expect(ada.emulator.state.contact(id)).toMatchObject({
      state: 'live',
      name: 'Ada',
      tags: ['vip', 'beta'],
    });
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 1 } });
    const { updated_at: _, ...after } = ada.emulator.state.contact(id) ?? {};
    expect(before).toMatchObject(after);
    expect(after).toMatchObject({ state: 'archived', name: 'Countess', tags: ['vip'] });
    // And once more: what was taken back comes again.
    ada.nowMs += 1000;
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 1 } });
    expect(ada.emulator.state.contact(id)).toMatchObject({ state: 'live', name: 'Ada' });
    expect(ada.emulator.state.contact(id)?.tags.toSorted()).toEqual(['beta', 'vip']);
  });
});

describe('an undo of a killed run', () => {
  // The second of two arrives although the process is gone.
  it('archives whom it created without learning it', async () => {
    const ada = await desk(people('contacts: [{ external_id: ada }, { external_id: grace }]'));
    await killed(ada, 1);
    expect(ada.emulator.state.liveContacts()).toHaveLength(2);
    expect(await undo(ada)).toMatchObject({ exit: 0, summary: { done: 2 } });
    expect(ada.emulator.state.liveContacts()).toEqual([]);
  });

  it('says whom search may not show yet, and finds them later', async () => {
    const ada = await desk(LEADS, 120_000);
    await killed(ada, 1);
    expect(ada.emulator.state.liveContacts()).toHaveLength(2);
    const [run = ''] = ada.store.journals.keys();
    expect(await findingsOf(ada)).toContainEqual(
      expect.objectContaining({
        code: 'undo-unknown',
        help: expect.stringContaining(`undo ${run} again`),
      }),
    );
    expect(await undo(ada)).toMatchObject({ exit: 0, results: [] });
    expect(ada.emulator.state.liveContacts()).toHaveLength(2);
    ada.nowMs += 130_000;
    expect(await undo(ada, run)).toMatchObject({ exit: 0, summary: { done: 2 } });
    expect(ada.emulator.state.liveContacts()).toEqual([]);
    ada.nowMs += 330_000;
    expect(await findingsOf(ada, run)).not.toContainEqual(expect.objectContaining({ code: 'undo-unknown' }));
  });

  it('touches nobody who was there long before', async () => {
    const ada = await desk(people('contacts: [{ external_id: grace }]'));
    await ada.apply();
    ada.nowMs += 3_600_000;
    // A create that meets somebody whom another process has made: its answer is lost, and Grace is there.
    await ada.write('migrations/people.yaml', people('contacts: [{ external_id: ada }]'));
    await killed(ada, 0);
    const [run = ''] = [...ada.store.journals.keys()].reverse();
    const lines = ada.store.journals.get(run) ?? [];
    ada.store.journals.set(
      run,
      // As an earlier version wrote it, whose lines have no marks.
      lines.map((line) => line.replaceAll('"ada"', '"grace"').replace(/,"#":.*$/, '}')),
    );
    const { plan } = await planUndo(ada, run);
    expect(plan?.changes).toEqual([]);
  });
});

describe('no undo', () => {
  it('is there without the values of the run', async () => {
    const ada = await desk(ADA, 0, `${PROJECT}store: { keep_values: false }\n`);
    await ada.apply();
    const { plan, diagnostics } = await planUndo(ada);
    expect(plan).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: 'undo-without-values', severity: 'error' }]);
  });

  it('is there of a run that nobody knows, of another workspace, or without a store', async () => {
    const ada = await desk(ADA);
    expect(await findingsOf(ada)).toMatchObject([{ code: 'unknown-run', detail: 'there are no runs yet' }]);
    await ada.apply();
    expect(await findingsOf(ada, 'yesterday')).toMatchObject([{ code: 'unknown-run' }]);
    const other = await desk(ADA);
    for (const [run, lines] of ada.store.journals) other.store.journals.set(run, lines);
    for (const [space, records] of ada.store.records)
      other.store.records.set(
        space,
        new Map(
          [...records].map(([key, value]) => [
            key,
            String(value).replaceAll(/"workspace":"[^"]+"/g, '"workspace":"elsewhere"'),
          ]),
        ),
      );
    expect(await findingsOf(other)).toMatchObject([{ code: 'unknown-run' }]);
    const none = await desk(ADA, 0, `${PROJECT}store: none\n`);
    expect(await findingsOf(none)).toMatchObject([{ code: 'unknown-run' }]);
  });
});

it('keeps masking what the manifests of that day said to be sensitive', async () => {
  const pronouns =
    'apiVersion: interform/v1\nkind: DataAttributes\nmodel: contact\nattributes:\n  pronouns: { type: string, sensitive: true }\n---\n';
  const ada = await desk(
    `${pronouns}${people('contacts: [{ external_id: ada, custom_attributes: { pronouns: she } }]')}`,
  );
  await ada.apply();
  await ada.write('migrations/people.yaml', '');
  const { plan, masking } = await planUndo(ada);
  expect(plan?.sensitive).toEqual(['attribute/contact/pronouns']);
  expect(masking.sensitive).toEqual(['attribute/contact/pronouns']);
});
