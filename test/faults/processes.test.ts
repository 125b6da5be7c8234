import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Apply } from '../../src/commands/apply.ts';
import { Plan } from '../../src/commands/plan.ts';
import type { EmulatorState } from '../../src/emulator/index.ts';
import { type Dice, throwDice } from './dice.ts';
import { atWorkbench, type ProcessEnd, type Workbench } from './real-process.ts';

/*
 * The built command line, a store folder on disk, an emulator on a socket, and real kills. What the seeded runs decide on a clock of
 * their own is here left to the machine: where in its life a process dies.
 */
const LEADS = 10;
const USERS = 10;
const INDEX_LAG_MS = 1_500;
/** Longer than the index really lags: then what is not found was never sent. */
const STORE_INDEX_LAG = '3s';
/** Ends what hangs: a slow machine may take long over what the other one does. */
const WAITING = ['--lock-timeout', '600'];
const TIMEOUT = { timeout: 1_200_000 };
/** Side by side: more than CI has processors, since most of a course is waiting for the index and for locks to end. */
const WIDTH = 4;

const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `  - ${line(n)}`).join('\n');

function files(leads: number, users: number, indexLag: string): Readonly<Record<string, string>> {
  return {
    'interform.yaml': `apiVersion: interform/v1
kind: Project
store: { index_lag: ${indexLag} }
`,
    'migrations/people.yaml': `apiVersion: interform/v1
kind: Tags
tags: [vip]
---
apiVersion: interform/v1
kind: ContactSet
name: visitors
defaults: { role: lead, tags: [vip] }
contacts:
${lines(leads, (n) => `{ email: visitor-${n}@acme.test, name: Visitor ${n} }`)}
---
apiVersion: interform/v1
kind: ContactSet
name: customers
contacts:
${lines(users, (n) => `{ external_id: customer-${n}, email: customer-${n}@acme.test, tags: [vip] }`)}
`,
  };
}

/** Writes of an undisturbed apply: the tag, each contact, each lead's tag, one bulk request. */
const WRITES = 1 + LEADS + USERS + LEADS + 1;
/** Milliseconds that an undisturbed apply takes, starting included, on a machine that does nothing else. */
const APPLY_MS = 900;

const COURSES: Readonly<Record<string, (bench: Workbench, dice: Dice) => Promise<readonly ProcessEnd[]>>> = {
  'kill at a write, run again at once': async (bench, dice) => {
    const first = await killedAtWrite(bench, dice, 'apply', '--auto-approve');
    return [first, await bench.run('apply', '--auto-approve', ...WAITING)];
  },
  'kill at some time, run again at once': async (bench, dice) => {
    const first = await killedLater(bench, dice);
    return [first, await bench.run('apply', '--auto-approve', ...WAITING)];
  },
  'kill twice': async (bench, dice) => {
    const first = await killedAtWrite(bench, dice, 'apply', '--auto-approve');
    const second = await killedLater(bench, dice);
    return [first, second, await bench.run('apply', '--auto-approve', ...WAITING)];
  },
  'two at once': async (bench) => {
    const both = await Promise.all([
      bench.run('apply', '--auto-approve'),
      bench.run('apply', '--auto-approve'),
    ]);
    // One may be over before the other begins.
    expect([
      [0, 0],
      [0, 6],
    ]).toContainEqual(both.map(({ exit }) => exit).toSorted());
    return both;
  },
  'kill one of two that wait for each other': async (bench, dice) => {
    const one = bench.start('apply', '--auto-approve', ...WAITING);
    bench.atWrite(dice.between(1, WRITES), dice.one(['before', 'after']), one.kill);
    return Promise.all([one.ended, bench.run('apply', '--auto-approve', ...WAITING)]);
  },
  'kill a saved plan and replay it': async (bench, dice) => {
    await bench.here(Plan, '--out', 'plan.jsonl');
    const first = await killedAtWrite(bench, dice, 'apply', 'plan.jsonl', '--auto-approve');
    return [first, await bench.run('apply', 'plan.jsonl', '--auto-approve', ...WAITING)];
  },
};

describe('real processes', () => {
  const all = Object.entries(COURSES).flatMap(([name, course]) =>
    Array.from({ length: 5 }, (_, round) => ({ name, course, round })),
  );

  it(`${all.length} courses of kills and races end in one contact for each person`, TIMEOUT, async () => {
    const failures: string[] = [];
    let killed = 0;
    await side(all, async ({ name, course, round }) => {
      const dice = throwDice(round).apart(name);
      await atWorkbench(
        { files: files(LEADS, USERS, STORE_INDEX_LAG), indexLagMs: INDEX_LAG_MS, latencyMs: 5 },
        async (bench) => {
          const ends = await course(bench, dice);
          killed += ends.filter(({ signal }) => signal === 'SIGKILL').length;
          const problems = [...ends.flatMap((end) => untruths(end, bench)), ...(await finish(bench))];
          if (problems.length > 0) failures.push(`${name} ${round}: ${problems.join('; ')}`);
        },
      );
    });
    expect(failures).toEqual([]);
    // Some die before anything, some after everything; a suite whose kills all miss would show nothing.
    expect(killed).toBeGreaterThan(12);
  });

  it('forty leads and eighty users, the index ten seconds behind, by hand', TIMEOUT, async () => {
    const options = { files: files(40, 80, '30s'), indexLagMs: 10_000, latencyMs: 5 };
    await atWorkbench(options, async (bench) => {
      await bench.here(Plan, '--out', 'plan.jsonl');
      const first = bench.start('apply', '--auto-approve');
      bench.atWrite(60, 'after', first.kill);
      expect((await first.ended).signal).toBe('SIGKILL');
      expect([0, 3]).toContain((await bench.run('apply', '--auto-approve', ...WAITING)).exit);
      expect([0, 3]).toContain((await bench.run('apply', 'plan.jsonl', '--auto-approve')).exit);
      const both = await Promise.all([
        bench.run('apply', '--auto-approve', ...WAITING),
        bench.run('apply', '--auto-approve', ...WAITING),
      ]);
      expect(both.map(({ exit }) => exit)).toEqual([0, 0]);
      const planned = await bench.here(Plan, '--detailed-exitcode');
      expect([planned.exit, planned.document]).toMatchObject([0, { changes: [] }]);
      expect(twice(bench.emulator.state)).toEqual([]);
      expect(bench.emulator.state.liveContacts()).toHaveLength(120);
    });
  });
});

/** Works through a list, a few at a time. */
async function side<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async () => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: WIDTH }, worker));
}

async function killedAtWrite(bench: Workbench, dice: Dice, ...argv: string[]): Promise<ProcessEnd> {
  const started = bench.start(...argv);
  bench.atWrite(dice.between(1, WRITES), dice.one(['before', 'after']), started.kill);
  return started.ended;
}

async function killedLater(bench: Workbench, dice: Dice): Promise<ProcessEnd> {
  const started = bench.start('apply', '--auto-approve');
  await Promise.race([wait(dice.between(0, APPLY_MS)), started.ended]);
  started.kill();
  return started.ended;
}

/** What a report says is there and is not. */
function untruths({ document }: ProcessEnd, { emulator }: Workbench): readonly string[] {
  if (document?.format !== 'interform-result/1') return [];
  return [...document.results]
    .filter(({ address, outcome, id }) => {
      if (!address.startsWith('contact/') || (outcome !== 'done' && outcome !== 'already')) return false;
      return id === null || emulator.state.contact(id)?.state !== 'live';
    })
    .map(({ address, outcome }) => `${outcome} ${address}, and it is not there`);
}

/** Applies until nothing is left, with the index as late as it is; the processes that were killed and ran again are over. */
async function finish(bench: Workbench): Promise<readonly string[]> {
  let last: ProcessEnd | undefined;
  for (let run = 0; run < 4; run += 1) {
    last = await bench.here(Apply, '--auto-approve', ...WAITING);
    if (last.exit === 0) break;
    await wait(INDEX_LAG_MS * 2);
  }
  const planned = await bench.here(Plan, '--detailed-exitcode');
  const live = bench.emulator.state.liveContacts().length;
  return [
    ...(planned.exit === 0 ? [] : [`a plan after exit ${last?.exit} ends with ${planned.exit}`]),
    ...(live === LEADS + USERS ? [] : [`${live} contacts instead of ${LEADS + USERS}`]),
    ...twice(bench.emulator.state),
  ];
}

function twice(state: EmulatorState): readonly string[] {
  const emails = state.liveContacts().map(({ email }) => email ?? '');
  return emails
    .filter((email, index) => emails.indexOf(email) !== index)
    .map((email) => `${email} is there twice`);
}
