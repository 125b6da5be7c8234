import { Bits } from '../types/bits.ts';
import type { Keep, Kept } from '../types/keeping.ts';
import { LEVELS, type Level } from '../types/step.ts';
import { LAST_AHEAD, type Schedule, type Wave } from './schedule.ts';
import { nextLevel } from './step-order.ts';
import type { ParkedWork, Work } from './work.ts';

/** The levels in which a change may have steps once it was read again: what was to be created is there, and is updated. */
const REREAD: ReadonlySet<Level> = new Set(['updates', 'memberships']);

/** Changes that are being taken out. */
interface Taking {
  readonly kept: Kept<ParkedWork>;
  readonly left: Iterator<ParkedWork>;
}

/** The changes that wait for a later wave, outside of memory. */
export class Parked {
  readonly #schedule: Schedule;
  readonly #keep: Keep;
  readonly #kept = new Map<string, Kept<ParkedWork>>();
  readonly #taking = new Set<Taking>();
  /** Places of the changes of which Intercom held some when they were put aside. */
  readonly #begun = new Bits();
  /** Place of a change that is under way → the levels that it may have to wait for. */
  readonly #coming = new Map<number, readonly Level[]>();

  constructor(schedule: Schedule, keep: Keep) {
    this.#schedule = schedule;
    this.#keep = keep;
  }

  /** A change is under way from now on. */
  expect({ place, aheadTo, pending }: Pick<Work, 'place' | 'aheadTo' | 'pending'>): void {
    const planned = new Set(pending.map(({ level }) => level));
    const levels = LEVELS.filter(
      (level) => LEVELS.indexOf(level) > LEVELS.indexOf(aheadTo) && (planned.has(level) || REREAD.has(level)),
    );
    if (LEVELS.indexOf(aheadTo) < LAST_AHEAD) this.#coming.set(place, levels);
  }

  /** A change has ended. */
  ended({ place }: Pick<Work, 'place'>): void {
    this.#coming.delete(place);
  }

  /** Puts a change aside until the wave of its next step. */
  add(work: ParkedWork): void {
    this.ended(work);
    const level = nextLevel(work.pending);
    if (level === undefined) throw new Error(`${work.change.address} waits for nothing`);
    const name = nameOf(this.#schedule.waveOf(work.place, level));
    const kept = this.#kept.get(name) ?? this.#keep<ParkedWork>();
    this.#kept.set(name, kept);
    if (work.written || work.found) this.#begun.add(work.place);
    kept.add(work, work.place);
  }

  /** Whether Intercom may hold some of the change, also where it cannot be read any more. */
  wasBegun(place: number): boolean {
    return this.#begun.has(place);
  }

  /** Takes those that wait for the wave out, in the order of the plan. */
  *take(wave: Wave): Generator<ParkedWork> {
    yield* this.#taken(nameOf(wave));
  }

  /** Takes all that are left, those of a wave that ended early as well. */
  *takeAll(): Generator<ParkedWork> {
    for (const taking of [...this.#taking]) yield* this.#rest(taking);
    for (const name of [...this.#kept.keys()]) yield* this.#taken(name);
  }

  /** Whether changes wait for the wave, or may come to. */
  mayHold(wave: Wave): boolean {
    if (this.#kept.has(nameOf(wave))) return true;
    return [...this.#coming.values()].some((levels) => levels.includes(wave.level));
  }

  *#taken(name: string): Generator<ParkedWork> {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    const taking = { kept, left: kept.inOrder()[Symbol.iterator]() };
    this.#taking.add(taking);
    yield* this.#rest(taking);
  }

  *#rest(taking: Taking): Generator<ParkedWork> {
    const { kept, left } = taking;
    for (let next = left.next(); next.done !== true; next = left.next()) {
      this.expect(next.value);
      yield next.value;
    }
    this.#taking.delete(taking);
    kept.close();
  }
}

function nameOf({ level, rank }: Wave): string {
  return `${level} ${rank}`;
}
