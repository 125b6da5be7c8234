import type { KindReader } from '../kinds/kind-reader.ts';
import type { HeldTurns } from '../types/intercom.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode } from '../types/recheck.ts';
import type { Level } from '../types/step.ts';
import { type Alone, Intake, type Works } from './intake.ts';
import { inLanes, settleAll, type Turnstile } from './parallel.ts';
import { recheckWorks } from './recheck-works.ts';
import type { Run } from './run.ts';
import type { ApplyKind, Work } from './work.ts';

/** Groups worked on at a time: one writes while the other waits for its read. */
const GROUPS_UNDER_WAY = 2;
/**
 * Size of a group, as a multiple of how many changes may be written at a time. It limits how long the last change of a group
 * waits between its read and its write.
 */
const WRITES_IN_A_ROW = 3;

export interface LevelPace {
  readonly level: Level;
  readonly mode: RecheckMode;
  /** Limits how many changes are written at a time. */
  readonly turn: Turnstile;
  /** Resolves when there is room for more changes. */
  room(): Promise<void>;
  /** Sends the requests that the change does not share with others, and that this level is about. */
  write(work: Work): Promise<void>;
  /** Goes on with a change whose turns are given back. */
  goOn(work: Work): Promise<void>;
  /** Called once, when every change has begun and is worked on. */
  onDrained(): void;
}

/**
 * Reads each change again and writes it right afterwards (design 7.3). Before it reads, it reserves turns of the rate limit for
 * the writes as well. So no window passes between a read and its write, whatever the limit is.
 *
 *     alone      keep 2 ─ GET ada ─ PUT ada ─ give back what is left      by id; several at a time
 *     together   keep n ─ search ─┬─ PUT ada ─┬─ give back …              n − 1 changes, as many as the window lets go at once
 *                                 └─ PUT alan ┘
 *     not        keep 1 ─ POST acme
 */
export async function writePaced(run: Run, works: Works, pace: LevelPace): Promise<void> {
  const readsOf = (work: Work) => {
    // Search may not show yet what a bulk request wrote.
    const mode = work.unseen ? 'each' : pace.mode;
    const reread = work.checked === 'yes' ? NOT : work.kind.reread(work.change, mode);
    if (reread.how === 'together') return 'together';
    return reread.how === 'alone' ? reread.reads : 0;
  };
  const intake = new Intake(works, readsOf, () => pace.onDrained());
  const nextGroup = async () => {
    await pace.room();
    return run.stopped === undefined ? intake.nextTogether(MOST_REREAD_TOGETHER) : undefined;
  };
  const lanes = [
    inLanes(
      run.width,
      () => pace.room().then(() => intake.nextAlone()),
      (alone) => writeAlone(run, alone, pace),
    ),
    inLanes(GROUPS_UNDER_WAY, nextGroup, ({ kind, count }) => writeGroup(run, intake, kind, count, pace)),
  ];
  // Where one ends early, the others do not wait for what it leaves.
  await settleAll(lanes.map((lane) => lane.finally(() => intake.close())));
}

const NOT = { how: 'not' } as const;

async function writeAlone(run: Run, { work, reads }: Alone, pace: LevelPace): Promise<void> {
  if (run.stopped !== undefined) return;
  const needed = reads + (hasOwnStep(work, pace.level) ? 1 : 0);
  if (needed > 0)
    await withTurns(run, { least: needed, most: needed }, ({ client }) =>
      pace.turn(async () => {
        if (reads > 0) await recheckWorks(run, [work], { level: pace.level, mode: 'each', reader: client });
        await writeWith(client, work, pace);
      }),
    );
  await pace.turn(() => pace.goOn(work));
}

/** Takes as many changes as there are free turns now. */
async function writeGroup(
  run: Run,
  intake: Intake,
  kind: ApplyKind,
  waiting: number,
  pace: LevelPace,
): Promise<void> {
  const most = Math.min(waiting, MOST_REREAD_TOGETHER, run.width * WRITES_IN_A_ROW);
  let group: readonly Work[] = [];
  await withTurns(run, { least: 2, most: 1 + most }, async ({ client, count }) => {
    group = intake.take(kind, Math.max(1, count - 1));
    await recheckWorks(run, group, { level: pace.level, mode: 'batch', reader: client });
    await settleAll(group.map((work) => pace.turn(() => writeWith(client, work, pace))));
  });
  await settleAll(group.map((work) => pace.turn(() => pace.goOn(work))));
}

async function writeWith(
  client: HeldTurns<KindReader>['client'],
  work: Work,
  pace: LevelPace,
): Promise<void> {
  await work.withClient(client, () => pace.write(work));
}

/** Does nothing when the run stops before turns are free; the changes stay pending. */
async function withTurns(
  run: Run,
  wanted: { readonly least: number; readonly most: number },
  job: (held: HeldTurns<KindReader>) => Promise<void>,
): Promise<void> {
  const held = await run.writer.hold(wanted);
  if (held === undefined) return;
  try {
    await job(held);
  } finally {
    held.release();
  }
}

function hasOwnStep({ pending }: Work, level: Level): boolean {
  return pending.some((step) => step.level === level && step.batch === undefined);
}
