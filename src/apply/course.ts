import { type Changes, placedChanges } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { Level } from '../types/step.ts';
import type { Bulk } from './bulk/bulk.ts';
import { BulkWorks } from './bulk/bulk-works.ts';
import type { Works } from './intake.ts';
import type { Parked } from './parked.ts';
import type { Run } from './run.ts';
import type { Schedule, Wave } from './schedule.ts';
import type { Stranded } from './stranded.ts';
import { Waves } from './wave.ts';
import { type Earlier, overlaps, WaveSource } from './wave-source.ts';
import { type ApplyKind, type ParkedWork, Work } from './work.ts';

/** What the waves of a run have in common. */
export interface Course {
  readonly run: Run;
  readonly schedule: Schedule;
  readonly parked: Parked;
  readonly stranded: Stranded;
  readonly kindOf: ReadonlyMap<string, ApplyKind>;
  readonly changes: Changes;
  readonly mode: RecheckMode;
  /** By place: 1 where the change has its result. */
  readonly ended: Uint8Array;
  /** The bulk requests that there may be; what none of them takes goes by itself. */
  readonly bulks: readonly Bulk[];
}

/**
 * Runs the changes at these places, wave by wave. `begun`: those of them that were looked up already, by place; some have their
 * result.
 */
export async function runWaves(
  course: Course,
  places: Uint8Array,
  begun: ReadonlyMap<number, Work> = new Map(),
): Promise<void> {
  const { run, schedule } = course;
  for (const work of worksAt(course, schedule.withoutSteps(places))) {
    run.begin(work);
    run.complete(work, 'it needs no request');
  }
  const waves = new Waves(course);
  const failures: unknown[] = [];
  let earlier: Earlier = { over: Promise.resolve(), isOver: true };
  for (const wave of schedule.waves) {
    if (begun.size > 0 || !overlaps(wave)) await earlier.over;
    if (run.stopped !== undefined) break;
    const fresh = freshWorks(course, wave, { places, begun });
    const source = new WaveSource({ ...course, restore: (one) => restored(one, course.kindOf) }, wave, {
      fresh,
      earlier,
    });
    // What an earlier run may have made is looked for one by one.
    const bulk =
      begun.size > 0 ? undefined : course.bulks.find(({ writing }) => writing.levels.includes(wave.level));
    let drained = () => {};
    const isDrained = new Promise<void>((resolve) => {
      drained = resolve;
    });
    const job = runWave({ ...course, bulk, level: wave.level }, source, (works) =>
      waves.run(wave, works, { earlier: earlier.over, onDrained: drained }),
    );
    earlier = joined(
      earlier,
      job.catch((failure: unknown) => {
        // The other waves begin nothing more.
        run.crash(failure);
        failures.push(failure);
      }),
    );
    await Promise.race([earlier.over, isDrained]);
  }
  await earlier.over;
  if (failures.length > 0) throw failures[0];
}

/** The changes at these places, from the plan. */
export function* worksAt({ changes, kindOf }: Course, places: Uint8Array): Generator<Work> {
  if (!places.includes(1)) return;
  for (const { place, change } of placedChanges(changes, places))
    yield new Work(change, kindFor(change.kind, kindOf), place);
}

export function restored(parked: ParkedWork, kindOf: ReadonlyMap<string, ApplyKind>): Work {
  return Work.restored(parked, kindFor(parked.change.kind, kindOf));
}

/** The changes that begin in the wave, without those that have their result. */
function* freshWorks(
  course: Course,
  wave: Wave,
  { places, begun }: { readonly places: Uint8Array; readonly begun: ReadonlyMap<number, Work> },
): Generator<Work> {
  for (const fresh of worksAt(course, course.schedule.beginningIn(wave, places))) {
    const work = begun.get(fresh.place) ?? fresh;
    if (work.result === undefined) yield work;
  }
}

async function runWave(
  { run, kindOf, bulk, level }: Course & { readonly bulk: Bulk | undefined; readonly level: Level },
  works: Works,
  job: (works: Works) => Promise<void>,
): Promise<void> {
  const bulked = bulk === undefined ? undefined : new BulkWorks({ run, works, bulk, kindOf, level });
  try {
    await job(bulked ?? works);
  } finally {
    await bulked?.end();
  }
}

function joined(earlier: Earlier, job: Promise<void>): Earlier {
  let isOver = false;
  const over = Promise.all([earlier.over, job]).then(() => {
    isOver = true;
  });
  return {
    over,
    get isOver() {
      return isOver;
    },
  };
}

function kindFor(name: string, kindOf: ReadonlyMap<string, ApplyKind>): ApplyKind {
  const kind = kindOf.get(name);
  if (kind === undefined) throw new Error(`there is no kind called ${name}`); // The schedule found one for every change.
  return kind;
}
