import { type Emulator, parseFaults } from '../../src/emulator/index.ts';
import type { PlanDocument } from '../../src/types/plan.ts';
import type { ResultDocument } from '../../src/types/result.ts';
import type { World } from '../properties/world.ts';
import { doubled, type Problem, type Sort, wrongExit, wrongLock } from './checks.ts';
import { COURSES, type CourseOptions, type Measure } from './courses.ts';
import { atDesk, type Desk, type DeskOptions, withProject } from './desk.ts';
import { throwDice } from './dice.ts';
import { drawEdits, editLater, type MadeEdit, repeatEdits } from './foreign.ts';
import type { Run, RunEnd } from './run.ts';
import { ATTRIBUTE_LIMIT, type Scenario } from './scenario.ts';
import { linesOf, stateDifference } from './state.ts';
import { untruths } from './truth.ts';

/** The outcome of one run of the suite. */
export interface Verdict {
  readonly scenario: Scenario;
  readonly problems: readonly Problem[];
  /** One word a process: its exit code, or `killed`. */
  readonly exits: readonly string[];
  /** How many applies without faults it took until nothing was left. */
  readonly finishing: number;
  /** Requests that a fault struck. */
  readonly struck: number;
}

/** Called with the desk of a scenario, for debugging one run. */
export interface Watch {
  readonly begins?: (desk: Desk) => void | Promise<void>;
  readonly ends?: (desk: Desk) => Promise<void>;
}

/** How many applies without faults may follow; the first that finds nothing left ends them. */
const MOST_FINISHING = 5;
/** After this the index must show everything (`index_lag`). */
const INDEX_LAG_MS = 300_000;

/** Runs a scenario of the suite. */
export function runScenario(scenario: Scenario, watch: Watch = {}): Promise<Verdict> {
  return runCourse(scenario, COURSES[scenario.course], watch);
}

/** Runs the scenario, and a fault-free first run of the same manifests, and compares how they end. */
export async function runCourse(
  scenario: Scenario,
  course: (options: CourseOptions) => Promise<void>,
  watch: Watch = {},
): Promise<Verdict> {
  const dice = throwDice(scenario.seed).apart('run');
  const { world } = scenario;
  const switches = { ...scenario.switches, ...(scenario.fillsAttributes ? ATTRIBUTE_LIMIT : {}) };
  return withProject(world, async (folder) => {
    const calm = await applyCalmly(world, { dice: dice.apart('calm'), folder });
    const { measure } = calm;
    const problems: Problem[] = [];
    const found = (sort: Sort, whats: readonly string[]) =>
      problems.push(...whats.map((what) => ({ sort, what })));
    let edits: readonly MadeEdit[] = [];
    let inherits = false;
    let killed = false;
    let desk: Desk | undefined;

    const onEnd = (run: Run, end: RunEnd) => {
      if (desk === undefined) return;
      if (end.state === 'killed') {
        killed = true;
        inherits = true;
        return;
      }
      const { document, exit, plan } = end;
      const isHeld =
        killed || desk.runs.some((other) => other !== run && (other.isSuspended || !other.isOver()));
      found('exit code', wrongLock(run, end, isHeld));
      if (document.format !== 'interform-result/1') {
        found(
          'exit code',
          document.format === 'interform-error/1' && exit === 0 ? ['an error with exit 0'] : [],
        );
        return;
      }
      found('crashed', crashesIn(document));
      found('exit code', wrongExit(document, exit));
      if (plan === undefined) return;
      const { emulator } = desk;
      // A process that overtakes a suspended machine also takes over what that one left open.
      const follows = inherits || desk.runs.some(({ isSuspended }) => isSuspended);
      found('untrue', untruths({ run, plan, result: document, emulator, edits, inherits: follows }));
      inherits ||= document.summary.unknown > 0;
    };
    const emulator = { rateLimit: scenario.rateLimit, switches };
    return atDesk(
      world,
      { dice: dice.apart('desk'), folder, emulator, store: scenario.store, onEnd },
      async (opened) => {
        desk = opened;
        await watch.begins?.(opened);
        const renewToken = () => {
          const faults = scenario.plan?.faults.filter(({ name }) => name !== 'revoked') ?? [];
          opened.emulator.setFaults(scenario.plan === undefined ? undefined : { ...scenario.plan, faults });
        };
        if (scenario.edits)
          edits = editLater(
            drawEdits(dice.apart('edits'), world, measure.ms * 2),
            opened.emulator,
            opened.clock,
          );
        const filled = scenario.fillsAttributes ? fillLater(opened, dice.between(0, measure.ms)) : [];
        opened.emulator.setFaults(scenario.plan ?? parseFaults(''));
        await course({ desk: opened, dice: dice.apart('course'), measure, renewToken });

        const struck = opened.emulator.requests.filter(({ fault }) => fault !== undefined).length;
        found('not empty at once', await leftAtOnce(opened, edits));
        opened.emulator.setFaults(undefined);
        await opened.clock.sleep(measure.ms * 2);
        for (const id of filled) opened.emulator.foreign('PUT', `/data_attributes/${id}`, { archived: true });
        const finishing = await finish(opened, world.indexLagMs);
        const twice = doubled(calm.emulator.state, opened.emulator.state);
        found('doubled', twice);
        // A person who exists twice blocks every plan, so there is no end to compare.
        if (twice.length === 0 && finishing.left !== undefined) found('end state', [finishing.left]);
        repeatEdits(edits, calm.emulator);
        const ends = [calm, opened].map((one) => linesOf(one.emulator.state).filter(isNoFiller));
        const { missing, surplus } = stateDifference(ends[0] ?? [], ends[1] ?? []);
        if (twice.length === 0)
          found('end state', [...missing.map((line) => `- ${line}`), ...surplus.map((line) => `+ ${line}`)]);
        await watch.ends?.(opened);
        return {
          scenario,
          problems: [...new Map(problems.map((one) => [one.what, one])).values()],
          exits: await Promise.all(opened.runs.map(async ({ ended }) => wordOf(await ended))),
          finishing: finishing.runs,
          struck,
        };
      },
    );
  });
}

function wordOf(end: RunEnd): string {
  return end.state === 'killed' ? 'killed' : String(end.exit);
}

/** After an apply that did everything, a plan from the same store is empty while the index still lags (law 1). */
async function leftAtOnce(desk: Desk, edits: readonly MadeEdit[]): Promise<readonly string[]> {
  const last = desk.runs.at(-1);
  const end = await last?.ended;
  const isDone = end?.state === 'ended' && end.exit === 0 && end.document.format === 'interform-result/1';
  if (!isDone || desk.store === undefined) return [];
  desk.emulator.setFaults(undefined);
  const planned = await desk.plan();
  // Somebody may have edited something since, even during the plan.
  if (edits.length > 0) return [];
  if (planned.state !== 'ended' || planned.document.format !== 'interform-plan/1')
    return [`no plan after exit 0: ${JSON.stringify(planned)}`];
  return [...planned.document.changes].map(({ action, address }) => `${action} ${address} after exit 0`);
}

interface Calm {
  readonly emulator: Emulator;
  readonly measure: Measure;
}

/** A first run that nothing disturbs. */
function applyCalmly(world: World, options: DeskOptions): Promise<Calm> {
  return atDesk({ ...world, indexLagMs: 0 }, options, async (desk) => {
    const startedAt = desk.clock.now();
    const end = await desk.apply();
    if (end.state === 'killed' || end.exit !== 0)
      throw new Error(`a fault-free first run fails: ${JSON.stringify(end)}`);
    const served = desk.runs[0]?.served ?? [];
    return {
      emulator: desk.emulator,
      measure: {
        requests: served.length,
        writes: served.filter(({ writes }) => writes).length,
        ms: desk.clock.now() - startedAt,
      },
    };
  });
}

/** Applies without faults, and with an index that has caught up, until nothing is left. */
async function finish(
  desk: Desk,
  indexLagMs: number,
): Promise<{ readonly runs: number; readonly left?: string }> {
  let last: RunEnd | undefined;
  for (let runs = 1; runs <= MOST_FINISHING; runs += 1) {
    await desk.clock.sleep(indexLagMs + INDEX_LAG_MS);
    last = await desk.apply();
    if (last.state === 'ended' && last.exit === 0 && last.plan?.changes.length === 0) return { runs };
  }
  return { runs: MOST_FINISHING, left: `after ${MOST_FINISHING} more applies: ${leftOf(last)}` };
}

function leftOf(end: RunEnd | undefined): string {
  if (end?.state !== 'ended') return 'killed';
  const document: ResultDocument | Exclude<typeof end.document, ResultDocument> = end.document;
  const results =
    document.format === 'interform-result/1'
      ? [...document.results].map(({ address, outcome, reason }) => ({ address, outcome, reason }))
      : [];
  const changes = [...((end.plan as PlanDocument | undefined)?.changes ?? [])].map(({ address }) => address);
  return JSON.stringify({ exit: end.exit, changes, results, diagnostics: document.diagnostics });
}

function crashesIn({ diagnostics }: ResultDocument): readonly string[] {
  return diagnostics.filter(({ code }) => /internal|unexpected/.test(code)).map((one) => JSON.stringify(one));
}

/** Somebody creates attributes until Intercom refuses more. The returned list grows by their ids. */
function fillLater({ clock, emulator }: Desk, afterMs: number): readonly string[] {
  const ids: string[] = [];
  clock.at(clock.now() + afterMs, () => {
    for (let index = 0; ; index += 1) {
      const name = `filler ${index}`;
      const body = { model: 'contact', name, data_type: 'string' };
      const answer = emulator.foreign('POST', '/data_attributes', body);
      if (answer.status !== 200) return;
      ids.push(String((answer.body as { readonly id: number }).id));
    }
  });
  return ids;
}

function isNoFiller(line: string): boolean {
  return !line.includes('"filler ');
}
