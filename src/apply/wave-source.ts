import type { Change } from '../types/change.ts';
import type { Level } from '../types/step.ts';
import type { Works } from './intake.ts';
import type { Parked } from './parked.ts';
import type { Run } from './run.ts';
import type { Schedule, Wave } from './schedule.ts';
import { nextLevel } from './step-order.ts';
import type { Stranded } from './stranded.ts';
import type { ParkedWork, Work } from './work.ts';

/**
 * The levels whose changes may begin while others of earlier waves are under way: `requires` says what comes before an update.
 * Merges are among them since most plans have none; those that there are wait.
 */
const OVERLAPPING: ReadonlySet<Level> = new Set(['merges', 'updates', 'memberships']);
/** What people are told apart by. Who gives such a key up may do so only after whoever was made before, and the other way round. */
const KEYS = ['external_id', 'email', 'phone'] as const;

/** The waves that began earlier. */
export interface Earlier {
  /** Resolves when all of their changes have ended, or wait for a later wave. */
  readonly over: Promise<void>;
  readonly isOver: boolean;
}

export interface WaveSourceFacts {
  readonly run: Run;
  readonly schedule: Schedule;
  readonly parked: Parked;
  readonly stranded: Stranded;
  /** By place: 1 where the change has its result. */
  readonly ended: Uint8Array;
  readonly restore: (parked: ParkedWork) => Work;
}

/** Whether changes of the wave may begin before the earlier waves are over. */
export function overlaps({ level }: Wave): boolean {
  return OVERLAPPING.has(level);
}

/**
 * The changes of a wave, as long as the run goes on: those that begin in it, and those that were put aside until then. While
 * changes of earlier waves are under way, only those begin that have nothing to do with them. The others are put aside until
 * these have ended.
 *
 *     earlier waves   ──── ada ─── ended ┐
 *     this wave       ─ grace ─ alan     └─ what requires ada, and what was put aside before ─
 */
export class WaveSource implements Works {
  readonly begun: Promise<void>;
  readonly #facts: WaveSourceFacts;
  readonly #wave: Wave;
  readonly #earlier: Earlier;
  readonly #fresh: Iterator<Work>;
  readonly #aside: Iterator<Work>;
  #end = () => {};

  /** `fresh`: the changes that begin in the wave, and have no result. */
  constructor(
    facts: WaveSourceFacts,
    wave: Wave,
    { fresh, earlier }: { readonly fresh: Iterable<Work>; readonly earlier: Earlier },
  ) {
    this.#facts = facts;
    this.#wave = wave;
    this.#earlier = earlier;
    this.#fresh = this.#beginning(fresh);
    this.#aside = this.#putAside();
    this.begun = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  next(): Work | undefined | Promise<Work | undefined> {
    const work = this.#from(this.#fresh);
    if (work !== undefined) return work;
    if (this.#earlier.isOver || !this.#facts.parked.mayHold(this.#wave)) return this.#late();
    return this.#earlier.over.then(() => this.#late());
  }

  #late(): Work | undefined {
    const work = this.#from(this.#aside);
    if (work === undefined) this.#end();
    return work;
  }

  #from(works: Iterator<Work>): Work | undefined {
    const { run, stranded } = this.#facts;
    while (run.stopped === undefined) {
      const next = works.next();
      if (next.done === true) return undefined;
      const reason = stranded.reasonFor(next.value);
      if (reason === undefined) return next.value;
      run.finish(next.value, 'skipped', { reason });
    }
    return undefined;
  }

  *#beginning(fresh: Iterable<Work>): Generator<Work> {
    const { run, schedule, parked } = this.#facts;
    const busy = this.#earlier.isOver ? undefined : busyIds(run);
    for (const work of fresh) {
      const first = nextLevel(work.pending);
      if (first !== undefined) work.aheadTo = schedule.aheadTo(work.change, first);
      if (busy !== undefined && !this.#earlier.isOver && !this.#mayOvertake(work.change, busy)) {
        parked.add(work.parked(undefined));
        continue;
      }
      run.begin(work);
      parked.expect(work);
      yield work;
    }
  }

  *#putAside(): Generator<Work> {
    const { run, parked, restore } = this.#facts;
    for (const one of parked.take(this.#wave)) {
      const work = restore(one);
      run.begin(work, one.id ?? work.change.id);
      yield work;
    }
  }

  /**
   * Whether it has nothing to do with what is under way: all that it requires has ended, nobody works on the same object, and
   * nobody is told apart by what it writes. Updates alone: what is converted, merged or archived cannot be put back.
   */
  #mayOvertake({ action, id, fields, requires }: Change, busy: ReadonlySet<string>): boolean {
    const { schedule, ended } = this.#facts;
    if (action !== 'update' || id === null || busy.has(id)) return false;
    if (KEYS.some((key) => fields[key] !== undefined)) return false;
    return requires.every((address) => {
      const place = schedule.placeOf(address);
      return place === undefined || ended[place] === 1;
    });
  }
}

/** Intercom ids of what is worked on by single requests: what `requires` says holds for the others as well. */
function busyIds({ underWay }: Pick<Run, 'underWay'>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { change } of underWay) {
    if (change.id !== null) ids.add(change.id);
    const into = change.fields['into'];
    if (into !== undefined && 'after' in into && typeof into.after === 'string') ids.add(into.after);
  }
  return ids;
}
