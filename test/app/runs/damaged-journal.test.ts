import { afterEach, describe, expect, it } from 'vitest';
import { history } from '../../../src/app/history/history.ts';
import { openDoubts, readJournal } from '../../../src/app/runs/read-journal.ts';
import { makeUndoPlan } from '../../../src/app/undo/plan-undo.ts';
import type { JournalDamage, JournalEntry, RunRecord } from '../../../src/types/store.ts';
import { clearDesks, type Desk, setUpDesk } from '../../store/desk.ts';
import { runRecord } from '../../store/run-record.ts';

afterEach(clearDesks);

const LAG = 240_000;
const PEOPLE = `apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead }
contacts: [{ email: ada@acme.test }, { email: eve@acme.test }, { email: joan@acme.test }]
`;

/** A run that was killed after two leads had arrived, of which the answer to one got lost. */
async function killedRun(): Promise<{ readonly desk: Desk; readonly run: string; readonly lines: string[] }> {
  const desk = await setUpDesk(LAG, { 'migrations/people.yaml': PEOPLE });
  const { ports, killed } = desk.process(1);
  await Promise.race([desk.apply(ports), killed]);
  desk.store.locks.clear();
  await new Promise((resolve) => setImmediate(resolve));
  const [run = ''] = desk.store.journals.keys();
  return { desk, run, lines: [...(desk.store.journals.get(run) ?? [])] };
}

const DAMAGES: Readonly<Record<string, (lines: readonly string[], at: number) => string[]>> = {
  'is gone': (lines, at) => lines.toSpliced(at, 1),
  'is doubled': (lines, at) => lines.toSpliced(at, 0, lines[at] ?? ''),
  'is swapped with the next': (lines, at) => lines.toSpliced(at, 1).toSpliced(at + 1, 0, lines[at] ?? ''),
  'is no JSON': (lines, at) => lines.toSpliced(at, 1, '{"t":'),
};

describe.each(Object.entries(DAMAGES))('a journal of which a line %s', (_, damage) => {
  it('is named, and doubles nobody', async () => {
    const count = (await killedRun()).lines.length;
    expect(count).toBeGreaterThan(6);
    for (let at = 0; at < count - 1; at += 1) {
      const { desk, run, lines } = await killedRun();
      desk.store.journals.set(run, damage(lines, at));
      const { plan } = await desk.plan();
      const found = plan?.diagnostics.filter(({ code }) => code === 'store-damaged');
      expect(found, `line ${at}`).toMatchObject([
        { severity: 'warning', summary: expect.stringContaining(run) },
      ]);
      let exit = -1;
      for (let round = 0; round < 4 && exit !== 0; round += 1) {
        exit = (await desk.apply()).exit;
        desk.nowMs += 301_000;
      }
      expect(exit, `line ${at}`).toBe(0);
      expect(desk.doubled(), `line ${at}`).toEqual([]);
      expect(desk.emulator.state.liveContacts()).toHaveLength(3);
      // What was settled is said no more.
      expect((await desk.plan()).plan?.diagnostics).toEqual([]);
    }
  });
});

it('says so in history, is not undone, and a person may end what is in doubt', async () => {
  const { desk, run, lines } = await killedRun();
  const left = lines.toSpliced(2, 1);
  desk.store.journals.set(run, left);
  const { fetch: _, ...offline } = desk.process().ports;
  const options = { project: desk.folder, limit: 20, resolutions: [], lockTimeoutMs: 0 };
  const told = await history({ ...options, run }, offline);
  expect(told.diagnostics).toMatchObject([{ code: 'store-damaged', severity: 'warning' }]);
  expect(told.document?.doubts?.map(({ address }) => address)).toContain('lost/requests');
  // Nothing is concluded from what stands behind the damage, the outcomes included.
  const sent = left.filter((line) => line.startsWith('{"t":"intent"')).length;
  expect(sent).toBeGreaterThan(1);
  expect(told.document?.doubts).toHaveLength(sent + 1);
  const undo = await makeUndoPlan(run, desk.planning, desk.process().ports);
  expect(undo.diagnostics).toMatchObject([{ code: 'store-damaged', severity: 'error' }]);
  const resolutions = [{ address: 'lost/requests', id: undefined }];
  const { document } = await history({ ...options, run, resolutions }, offline);
  expect(document?.resolved).toEqual([{ address: 'lost/requests', state: 'absent' }]);
  expect(document?.doubts?.map(({ address }) => address)).not.toContain('lost/requests');
});

it('that ended long ago leaves nothing in doubt', async () => {
  const desk = await setUpDesk(0, { 'migrations/people.yaml': PEOPLE });
  await desk.apply();
  const [run = ''] = desk.store.journals.keys();
  desk.store.journals.set(run, (desk.store.journals.get(run) ?? []).toSpliced(2, 1));
  expect((await desk.plan()).plan?.diagnostics).toEqual([]);
  const { fetch: _, ...offline } = desk.process().ports;
  const options = { project: desk.folder, limit: 20, resolutions: [], lockTimeoutMs: 0, run };
  const { document } = await history(options, offline);
  expect(document?.doubts).toEqual([]);
  expect(document?.diagnostics).toMatchObject([{ code: 'store-damaged' }]);
});

it('concludes nothing from an answer that stands behind the damage, while the run left something open', async () => {
  const request = {
    n: 0,
    c: 0,
    at: 1,
    level: 'people',
    method: 'POST',
    path: '/contacts',
    contacts: [],
  } as const;
  const lines: readonly (JournalEntry | JournalDamage)[] = [
    { t: 'intent', ...request, creates: true, unique: false },
    { t: 'damage' },
    { t: 'outcome', n: 0, at: 2, state: 'failed' },
  ];
  const journalOf = (run: Partial<RunRecord>) =>
    readJournal(
      {
        async *entries() {
          yield* lines;
        },
      },
      runRecord(run),
    );
  expect(openDoubts(await journalOf({ ended_at: 3 }))).toEqual([]);
  for (const run of [{ ended_at: 3, in_doubt: 1 }, {}])
    expect(openDoubts(await journalOf(run)).map(({ n }) => n)).toEqual([0, -1]);
});
