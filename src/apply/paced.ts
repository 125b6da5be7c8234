import type { KindReader } from '../kinds/kind-reader.ts';
import type { HeldTurns } from '../types/intercom.ts';
import { MOST_REREAD_TOGETHER, type RecheckMode } from '../types/recheck.ts';
import type { Level } from '../types/step.ts';
import { inParallel, settleAll, type Turnstile } from './parallel.ts';
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
  /** Sends the requests that the change does not share with others. */
  write(work: Work): Promise<void>;
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
export async function writePaced(run: Run, works: readonly Work[], pace: LevelPace): Promise<void> {
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

async function writeAlone(run: Run, work: Work, reads: number, pace: LevelPace): Promise<void> {
  const needed = reads + (hasOwnStep(work, pace.level) ? 1 : 0);
  if (needed === 0 || run.stopped !== undefined) return;
  await withTurns(run, { least: needed, most: needed }, ({ client }) =>
    pace.turn(async () => {
      if (reads > 0) await recheckWorks(run, [work], { level: pace.level, mode: 'each', reader: client });
      await writeWith(client, work, pace);
    }),
  );
}

/** Takes as many changes from the queue as there are free turns now. */
async function writeGroup(run: Run, queue: Work[], pace: LevelPace): Promise<void> {
  const most = Math.min(queue.length, MOST_REREAD_TOGETHER, run.width * WRITES_IN_A_ROW);
  await withTurns(run, { least: 2, most: 1 + most }, async ({ client, count }) => {
    const group = queue.splice(0, Math.max(1, count - 1));
    await recheckWorks(run, group, { level: pace.level, mode: 'batch', reader: client });
    await settleAll(group.map((work) => pace.turn(() => writeWith(client, work, pace))));
  });
}

/** Yields a queue as long as it holds changes. */
function* nextGroups(run: Run, queues: readonly Work[][]): Generator<Work[]> {
  for (const queue of queues) while (queue.length > 0 && run.stopped === undefined) yield queue;
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

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}
