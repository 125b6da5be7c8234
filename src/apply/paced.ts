import type { KindReader } from '../kinds/kind-reader.ts';
import type { HeldTurns } from '../types/intercom.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode } from '../types/recheck.ts';
import type { Level } from '../types/step.ts';
import { inParallel, settleAll, type Turnstile } from './parallel.ts';
import { recheckWorks } from './recheck-works.ts';
import type { Run } from './run.ts';
import type { ApplyKind, Work } from './work.ts';

/** Groups under way at a time: while one waits for its read, the other writes. */
const GROUPS_UNDER_WAY = 2;
/** Changes of a group for each that may be written at a time: the last of a group waits for so many answers. */
const WRITES_IN_A_ROW = 3;

export interface Pace {
  readonly level: Level;
  readonly mode: RecheckMode;
  /** Lets through as many changes as may be written at a time. */
  readonly turn: Turnstile;
  /** Sends a change's own requests. */
  write(work: Work): Promise<void>;
}

/**
 * Reads each change again and writes it at once (design 7.3). Before it reads, it keeps turns of the rate limit for the writes
 * that follow: so no window passes between a read and its write, whatever the limit is.
 *
 *     alone      keep 2 ─ GET ada ─ PUT ada ─ give back what is left      by id; several at a time
 *     together   keep n ─ search ─┬─ PUT ada ─┬─ give back …              n − 1 changes, as many as the window lets go at once
 *                                 └─ PUT alan ┘
 *     not        keep 1 ─ POST acme
 */
export async function writePaced(run: Run, works: readonly Work[], pace: Pace): Promise<void> {
  const together = new Map<ApplyKind, Work[]>();
  const alone: { readonly work: Work; readonly reads: number }[] = [];
  for (const work of works) {
    const reread = work.checked === 'yes' ? NOT : work.kind.reread(work.change, pace.mode);
    if (reread.how === 'together') push(together, work.kind, work);
    else alone.push({ work, reads: reread.how === 'alone' ? reread.reads : 0 });
  }
  const queues = [...together.values()];
  const jobs = [
    inParallel(run.width, alone, ({ work, reads }) => writeAlone(run, work, reads, pace)),
    inParallel(GROUPS_UNDER_WAY, nextGroups(run, queues), (queue) => writeGroup(run, queue, pace)),
  ];
  await settleAll(jobs);
}

const NOT = { how: 'not' } as const;

async function writeAlone(run: Run, work: Work, reads: number, pace: Pace): Promise<void> {
  const needed = reads + (hasOwnStep(work, pace.level) ? 1 : 0);
  if (needed === 0 || run.stopped !== undefined) return;
  await withTurns(run, { least: needed, most: needed }, ({ client }) =>
    pace.turn(async () => {
      if (reads > 0) await recheckWorks(run, [work], { level: pace.level, mode: 'each', reader: client });
      await writeWith(client, work, pace);
    }),
  );
}

/** Takes from the queue as many changes as turns are free at once. */
async function writeGroup(run: Run, queue: Work[], pace: Pace): Promise<void> {
  const most = Math.min(queue.length, MOST_REREAD_TOGETHER, run.width * WRITES_IN_A_ROW);
  await withTurns(run, { least: 2, most: 1 + most }, async ({ client, count }) => {
    const group = queue.splice(0, Math.max(1, count - 1));
    await recheckWorks(run, group, { level: pace.level, mode: 'batch', reader: client });
    await settleAll(group.map((work) => pace.turn(() => writeWith(client, work, pace))));
  });
}

/** The queue that still holds changes, as often as somebody asks. */
function* nextGroups(run: Run, queues: readonly Work[][]): Generator<Work[]> {
  for (const queue of queues) while (queue.length > 0 && run.stopped === undefined) yield queue;
}

async function writeWith(client: HeldTurns<KindReader>['client'], work: Work, pace: Pace): Promise<void> {
  await work.withClient(client, () => pace.write(work));
}

/** Does nothing where the run was stopped before there were any: what is not attempted says so. */
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

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
