import { Bits } from '../types/bits.ts';
import type { Keep, Kept } from '../types/keeping.ts';
import type { Schedule, Wave } from './schedule.ts';
import { nextLevel } from './step-order.ts';
import type { ParkedWork } from './work.ts';

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

  constructor(schedule: Schedule, keep: Keep) {
    this.#schedule = schedule;
    this.#keep = keep;
  }

  /** Puts a change aside until the wave of its next step. */
  add(work: ParkedWork): void {
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
    for (let next = left.next(); next.done !== true; next = left.next()) yield next.value;
    this.#taking.delete(taking);
    kept.close();
  }
}

function nameOf({ level, rank }: Wave): string {
  return `${level} ${rank}`;
}
