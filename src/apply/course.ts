import { type Changes, placedChanges } from '../types/plan.ts';
import type { RecheckMode } from '../types/recheck.ts';
import type { Bulk } from './bulk/bulk.ts';
import { BulkWorks } from './bulk/bulk-works.ts';
import type { Works } from './intake.ts';
import type { Parked } from './parked.ts';
import type { Run } from './run.ts';
import type { Schedule, Wave } from './schedule.ts';
import { nextLevel } from './step-order.ts';
import type { Stranded } from './stranded.ts';
import { Waves } from './wave.ts';
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
  for (const wave of schedule.waves) {
    if (run.stopped !== undefined) return;
    const works = comingTo(course, wave, { places, begun });
    const { level } = wave;
    // What an earlier run may have made is looked for one by one.
    const bulk =
      begun.size > 0 ? undefined : course.bulks.find(({ writing }) => writing.levels.includes(level));
    const bulked =
      bulk === undefined ? undefined : new BulkWorks({ run, works, bulk, kindOf: course.kindOf, level });
    try {
      await waves.run(wave, bulked ?? works);
    } finally {
      await bulked?.end();
    }
  }
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

/** The changes of a wave, as long as the run goes on: those that begin in it, and those that were put aside until then. */
function comingTo(
  course: Course,
  wave: Wave,
  some: { readonly places: Uint8Array; readonly begun: ReadonlyMap<number, Work> },
): Works {
  const { run, stranded } = course;
  const works = begunWorks(course, wave, some);
  return {
    next() {
      while (run.stopped === undefined) {
        const next = works.next();
        if (next.done === true) return undefined;
        const reason = stranded.reasonFor(next.value);
        if (reason === undefined) return next.value;
        run.finish(next.value, 'skipped', { reason });
      }
      return undefined;
    },
  };
}

function* begunWorks(
  course: Course,
  wave: Wave,
  { places, begun }: { readonly places: Uint8Array; readonly begun: ReadonlyMap<number, Work> },
): Generator<Work> {
  const { run, schedule, parked, kindOf } = course;
  for (const fresh of worksAt(course, schedule.beginningIn(wave, places))) {
    const work = begun.get(fresh.place) ?? fresh;
    if (work.result !== undefined) continue;
    run.begin(work);
    const first = nextLevel(work.pending);
    if (first !== undefined) work.aheadTo = schedule.aheadTo(work.change, first);
    yield work;
  }
  for (const one of parked.take(wave)) {
    const work = restored(one, kindOf);
    run.begin(work, one.id ?? work.change.id);
    yield work;
  }
}

function kindFor(name: string, kindOf: ReadonlyMap<string, ApplyKind>): ApplyKind {
  const kind = kindOf.get(name);
  if (kind === undefined) throw new Error(`there is no kind called ${name}`); // The schedule found one for every change.
  return kind;
}
