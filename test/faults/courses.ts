import { join } from 'node:path';
import type { Desk, StartOptions } from './desk.ts';
import type { Dice } from './dice.ts';
import type { KillMoment, KillPoint, RunEnd } from './run.ts';

/** What an undisturbed first apply took; the moments of faults are drawn from it. */
export interface Measure {
  readonly requests: number;
  readonly writes: number;
  readonly ms: number;
}

export interface CourseOptions {
  readonly desk: Desk;
  readonly dice: Dice;
  readonly measure: Measure;
  /** Makes a revoked token valid again, as a person would before starting the next run. */
  renewToken(): void;
}

/** Starts again, mostly waiting for the lock of a process that is gone. */
function rerun(desk: Desk, dice: Dice, options: StartOptions = {}): Promise<RunEnd> {
  return desk.start(dice.chance(0.7) ? ['apply', '--lock-timeout', '120'] : ['apply'], options).ended;
}

/** What people and pipelines do, one after another or at once. The index still lags when it ends. */
export const COURSES = {
  'apply once': async ({ desk }) => {
    await desk.apply();
  },
  'apply again at once': async ({ desk, renewToken }) => {
    await desk.apply();
    renewToken();
    await desk.apply();
  },
  'kill and rerun at once': async ({ desk, dice, measure, renewToken }) => {
    await desk.apply({ kill: drawKill(dice, measure) });
    renewToken();
    await rerun(desk, dice);
  },
  'kill twice and rerun': async ({ desk, dice, measure, renewToken }) => {
    await desk.apply({ kill: drawKill(dice, measure) });
    renewToken();
    if (dice.chance(0.3)) await desk.clock.sleep(dice.between(0, 60_000));
    await rerun(desk, dice, { kill: drawKill(dice, measure) });
    renewToken();
    await rerun(desk, dice);
  },
  'kill and rerun later': async ({ desk, dice, measure, renewToken }) => {
    await desk.apply({ kill: drawKill(dice, measure) });
    renewToken();
    await desk.clock.sleep(dice.between(0, 600_000));
    await desk.apply();
  },
  'two applies at once': async ({ desk, dice, measure }) => {
    const first = desk.apply();
    // In the very same instant, or while the first one is running.
    await desk.clock.sleep(dice.chance(0.3) ? 0 : dice.between(0, Math.ceil(measure.ms / 2)));
    await Promise.all([first, desk.apply()]);
  },
  'kill one of two': async ({ desk, dice, measure }) => {
    const first = desk.apply({ kill: drawKill(dice, measure) });
    await desk.clock.sleep(dice.between(0, measure.ms));
    await Promise.all([first, rerun(desk, dice)]);
  },
  'suspend one and start another': async ({ desk, dice, measure }) => {
    const afterMs = dice.between(0, measure.ms);
    const forMs = dice.one([5_000, 45_000, 70_000, 200_000]);
    const first = desk.apply({ suspend: { afterMs, forMs } });
    await desk.clock.sleep(dice.between(afterMs, afterMs + forMs));
    await Promise.all([first, rerun(desk, dice)]);
  },
  'apply a saved plan twice': async ({ desk, renewToken }) => {
    const file = await savePlan(desk);
    if (file === undefined) return;
    await desk.start(['apply', file]).ended;
    renewToken();
    await desk.start(['apply', file]).ended;
  },
  'kill a saved plan and replay it': async ({ desk, dice, measure, renewToken }) => {
    const file = await savePlan(desk);
    if (file === undefined) return;
    await desk.start(['apply', file], { kill: drawKill(dice, measure) }).ended;
    renewToken();
    await desk.start(['apply', file, '--lock-timeout', dice.one(['0', '120'])]).ended;
  },
  'apply a plan that was saved before another apply': async ({ desk, renewToken }) => {
    const file = await savePlan(desk);
    await desk.apply();
    renewToken();
    if (file !== undefined) await desk.start(['apply', file]).ended;
  },
  'Ctrl-C and rerun': async ({ desk, dice, measure, renewToken }) => {
    await desk.apply({ interruptAfterMs: dice.between(0, measure.ms) });
    renewToken();
    await desk.apply();
  },
  'rerun until it exits 0': async ({ desk, renewToken }) => {
    for (let run = 0; run < 4; run += 1) {
      const end = await desk.apply();
      renewToken();
      if (end.state === 'ended' && end.exit === 0) return;
    }
  },
  'plan between two applies': async ({ desk, dice, measure, renewToken }) => {
    await desk.apply({ kill: dice.chance(0.5) ? drawKill(dice, measure) : undefined });
    renewToken();
    await desk.plan();
    await rerun(desk, dice);
  },
} satisfies Readonly<Record<string, (options: CourseOptions) => Promise<void>>>;

export type CourseName = keyof typeof COURSES;
export const COURSE_NAMES = Object.keys(COURSES) as readonly CourseName[];

/** A plan file, or undefined where the plan was refused. */
async function savePlan(desk: Desk): Promise<string | undefined> {
  const file = join(desk.folder, `plan-${desk.runs.length}.jsonl`);
  const end: RunEnd = await desk.plan('--out', file);
  return end.state === 'ended' && end.exit !== 1 ? file : undefined;
}

/** Mostly around a write, because there something can be lost; otherwise at any request or at any time. */
export function drawKill(dice: Dice, { requests, writes, ms }: Measure): KillPoint {
  const when: KillMoment = dice.one(['before', 'arrived', 'arrived', 'answered']);
  const roll = dice.next();
  if (writes > 0 && roll < 0.6) return { write: dice.between(1, writes), when };
  if (roll < 0.8) return { request: dice.between(1, Math.max(1, requests)), when };
  return { afterMs: dice.between(0, Math.ceil(ms * 1.2)) };
}
