import { rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ports } from '../../../src/app/options.ts';
import { type MadePlan, makePlan } from '../../../src/app/plan.ts';
import type { EmulatorSeed } from '../../../src/emulator/index.ts';
import { planExit } from '../../../src/plan/exit.ts';
import { type MeetingWorld, meetingWorlds } from '../../properties/meeting-worlds.ts';
import { type Between, inWorld, type OpenedWorld } from '../../properties/opened-world.ts';
import { inParts, PART_ROWS, shownPlan } from '../../properties/parts.ts';
import { law } from '../../properties/tally.ts';

/** Five people of whom four are live: one has another name, one another email. */
const ROWS = [
  'external_id,email,name',
  'ada,ada@acme.test,Ada',
  'grace,grace@acme.test,Grace Hopper',
  'alan,alan@bombe.test,Alan',
  'edith,edith@acme.test,Edith',
  'new,new@acme.test,New',
  '',
].join('\n');
const SEED: EmulatorSeed = {
  contacts: [
    { id: 'user_ada', external_id: 'ada', email: 'ada@acme.test', name: 'Ada' },
    { id: 'user_grace', external_id: 'grace', email: 'grace@acme.test', name: 'Grace' },
    { id: 'user_alan', external_id: 'alan', email: 'alan@acme.test', name: 'Alan' },
    { id: 'user_edith', external_id: 'edith', email: 'edith@acme.test', name: 'Edith' },
  ],
};
const FILES = new Map([
  [
    'migrations/people.yaml',
    'apiVersion: interform/v1\nkind: ContactSet\nname: people\nsource: { file: people.csv }\n',
  ],
  ['migrations/people.csv', ROWS],
]);
/** Another text of as many bytes. */
const OTHER = ROWS.replace('Grace Hopper', 'Grace Kelly!');
const WRITTEN = new Date('2026-11-02T09:00:00Z');
/** What happens to the file, in the folder where it is. */
const CHANGED: readonly (readonly [string, (folder: string) => Promise<void>])[] = [
  ['grew', (folder) => writeFile(join(folder, 'first.csv'), `${ROWS}joan,joan@acme.test,Joan\n`)],
  ['was cut', (folder) => writeFile(join(folder, 'first.csv'), ROWS.slice(0, 60))],
  ['is another of the same size and time', (folder) => replaced(folder, 'first.csv')],
  ['says something else in as many bytes, of the same time', (folder) => rewritten(folder)],
  [
    'is another link, to a file of the same size and time',
    async (folder) => {
      await replaced(folder, 'second.csv');
      await symlink('second.csv', join(folder, 'link'));
      await rename(join(folder, 'link'), join(folder, 'people.csv'));
    },
  ],
];
const CHANGES = ['update contact/people/grace', 'update contact/people/alan', 'create contact/people/new'];

function here(work: (opened: OpenedWorld) => Promise<void>): Promise<void> {
  return inWorld({ seed: SEED, documents: [], files: 1, indexLagMs: 0 }, { files: FILES }, work);
}

/** Puts another file there, of the size and time of the first. */
async function replaced(folder: string, name: string): Promise<void> {
  await writeFile(join(folder, 'other.csv'), OTHER);
  await utimes(join(folder, 'other.csv'), WRITTEN, WRITTEN);
  await rename(join(folder, 'other.csv'), join(folder, name));
}

async function rewritten(folder: string): Promise<void> {
  await writeFile(join(folder, 'first.csv'), OTHER);
  await utimes(join(folder, 'first.csv'), WRITTEN, WRITTEN);
}

function changesOf({ plan }: MadePlan): readonly string[] {
  return [...(plan?.changes ?? [])].map(({ action, address }) => `${action} ${address}`).toSorted();
}

function codesOf({ diagnostics }: MadePlan): readonly string[] {
  return diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
}

describe.each(PART_ROWS)('planning in parts of %i', (rows) => {
  const plan = (opened: OpenedWorld, ports: Ports = opened.ports) =>
    makePlan(inParts(opened.planning, rows), ports);

  it('comes to the same plan in whatever order answers come', async () => {
    await law(
      fc.tuple(meetingWorlds, fc.infiniteStream(fc.nat(12))),
      ([world, delays]) =>
        inMeeting(world, async (opened) => {
          const planning = { ...opened.planning, ...world.flags };
          const usual = await makePlan(inParts(planning, undefined), opened.ports);
          const late = delayed(opened.ports, delays);
          expect(shownPlan(await makePlan(inParts(planning, rows), late))).toBe(shownPlan(usual));
        }),
      Number(process.env['PROPERTY_RUNS'] ?? 15),
    );
  });

  it('waits for the slowest answer', () =>
    here(async (opened) => {
      const slowest = delayed(opened.ports, [0, 200, 0][Symbol.iterator]());
      expect(changesOf(await plan(opened, slowest))).toEqual(CHANGES.toSorted());
    }));

  it('takes somebody as found last, who changes between two lookups', () =>
    here(async (opened) => {
      // Whoever has this email by now is asked for once it is known that Alan is to get it.
      const renames = once('"alan"', () =>
        opened.emulator.foreign('PUT', '/contacts/user_alan', { email: 'alan@bombe.test' }),
      );
      opened.setBetween(renames);
      expect(changesOf(await plan(opened))).toEqual(
        CHANGES.filter((one) => !one.endsWith('alan')).toSorted(),
      );
    }));

  it('plans nothing for somebody whose answer came short, and blocks', () =>
    here(async (opened) => {
      opened.setBetween(without('user_grace'));
      const made = await plan(opened);
      expect(codesOf(made)).toContain('incomplete-read');
      expect(changesOf(made).filter((one) => one.includes('grace'))).toEqual([]);
      expect(made.plan && planExit(made.plan, { detailedExitcode: true })).toBe(5);
    }));

  it('names the same one of those whose answers came short, whichever comes first', () =>
    here(async (opened) => {
      const [grace, edith] = [without('user_grace'), without('user_edith')];
      opened.setBetween((request, answer) => edith(request, (asked) => grace(asked, answer)));
      const shown = new Set<string>();
      for (const delays of [[0, 40, 0, 0, 0], [0, 0, 0, 40], [0, 0, 40, 0, 20], []])
        shown.add(shownPlan(await plan(opened, delayed(opened.ports, delays[Symbol.iterator]()))));
      expect(shown.size).toBe(1);
      expect([...shown].join()).toContain('incomplete-read');
    }));

  it('waits out the rate limit and tries a lost answer again', () =>
    here(async (opened) => {
      let searches = 0;
      opened.setBetween((request, answer) => {
        if (isSearch(request)) searches += 1;
        if (isSearch(request) && searches === 2)
          return { ...answer(request), status: 429, body: '', headers: {} };
        return answer(request);
      });
      let sent = 0;
      const fetch = opened.ports.fetch ?? globalThis.fetch;
      const lossy: typeof fetch = async (input, init) => {
        sent += 1;
        if (sent === 4) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
        return fetch(input, init);
      };
      const made = await plan(opened, { ...opened.ports, fetch: lossy });
      expect(codesOf(made)).toEqual([]);
      expect(changesOf(made)).toEqual(CHANGES.toSorted());
      expect(searches).toBeGreaterThan(1);
      expect(sent).toBeGreaterThan(4);
    }));

  it('stops where answers stay away, and says so once', () =>
    here(async (opened) => {
      let searches = 0;
      const fetch = opened.ports.fetch ?? globalThis.fetch;
      const broken: typeof fetch = async (input, init) => {
        const request = new Request(input, init);
        if (isSearch(request)) searches += 1;
        if (searches > 1) throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } });
        return fetch(input, init);
      };
      const made = await plan(opened, { ...opened.ports, fetch: broken });
      expect(made.plan).toBeUndefined();
      const errors = made.diagnostics.filter(({ severity }) => severity === 'error');
      expect(errors).toHaveLength(1);
    }));

  it('ends as any plan does where it is interrupted', () =>
    here(async (opened) => {
      const interrupted = async (partRows: number | undefined) => {
        const controller = new AbortController();
        opened.setBetween(once('"alan"', () => controller.abort()));
        const { signal } = controller;
        const made = await makePlan(inParts(opened.planning, partRows), { ...opened.ports, signal });
        expect(signal.aborted).toBe(true);
        return { planned: made.plan !== undefined, codes: codesOf(made) };
      };
      expect(await interrupted(rows)).toEqual(await interrupted(undefined));
    }));

  it.each(CHANGED)('does not go on with a data file that %s since it was checked', (_, change) =>
    here(async (opened) => {
      const folder = join(opened.planning.project, 'migrations');
      // What the manifest names is a link: the file is beside it.
      await rename(join(folder, 'people.csv'), join(folder, 'first.csv'));
      await symlink('first.csv', join(folder, 'people.csv'));
      await utimes(join(folder, 'first.csv'), WRITTEN, WRITTEN);
      const made = await plan(opened, onceRead('/me', () => change(folder))(opened.ports));
      expect(made.plan).toBeUndefined();
      expect(made.diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
        { code: 'source-changed', file: 'migrations/people.csv' },
      ]);
    }),
  );

  it('does not go on with a data file that is gone since it was checked', () =>
    here(async (opened) => {
      const file = join(opened.planning.project, 'migrations/people.csv');
      const made = await plan(opened, onceRead('/me', () => rm(file))(opened.ports));
      expect(made.plan).toBeUndefined();
      expect(JSON.stringify(made.diagnostics)).toContain('people.csv');
    }));
});

function inMeeting(
  { seed, files }: MeetingWorld,
  work: (opened: OpenedWorld) => Promise<void>,
): Promise<void> {
  return inWorld({ seed, documents: [], files: 1, indexLagMs: 0 }, { files }, work);
}

/** Each answer comes after as many turns as are drawn for it: later ones overtake it. */
function delayed(ports: Ports, delays: Iterator<number>): Ports {
  const fetch = ports.fetch ?? globalThis.fetch;
  return {
    ...ports,
    fetch: async (input, init) => {
      const answer = await fetch(input, init);
      const { value: turns = 0 }: IteratorResult<number, number | undefined> = delays.next();
      for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
      return answer;
    },
  };
}

/** Works once, after the first search that asks for the text was answered. */
function once(text: string, work: () => void): Between {
  let due = true;
  return (request, answer) => {
    const given = answer(request);
    if (due && isSearch(request) && request.body.includes(text)) {
      due = false;
      work();
    }
    return given;
  };
}

/** Works once, after the first answer to this path. */
function onceRead(path: string, work: () => Promise<void>): (ports: Ports) => Ports {
  let due = true;
  return (ports) => ({
    ...ports,
    fetch: async (input, init) => {
      const answer = await (ports.fetch ?? globalThis.fetch)(input, init);
      if (due && new Request(input, init).url.endsWith(path)) {
        due = false;
        await work();
      }
      return answer;
    },
  });
}

/** Leaves somebody out of every answer, and counts them. */
function without(id: string): Between {
  return (request, answer) => {
    const given = answer(request);
    if (!isSearch(request) || given.status !== 200) return given;
    const body = JSON.parse(given.body);
    return {
      ...given,
      body: JSON.stringify({ ...body, data: body.data.filter((row: { id: string }) => row.id !== id) }),
    };
  };
}

function isSearch({ url }: { readonly url: string }): boolean {
  return url.includes('/contacts/search');
}
