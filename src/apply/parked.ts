import type { Keep, Kept } from '../types/keeping.ts';
import type { Schedule, Wave } from './schedule.ts';
import { nextLevel } from './step-order.ts';
import type { ParkedWork } from './work.ts';

/** The changes that wait for a later wave, outside of memory. */
export class Parked {
  readonly #schedule: Schedule;
  readonly #keep: Keep;
  readonly #kept = new Map<string, Kept<ParkedWork>>();

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
    kept.add(work, work.place);
  }

  /** Takes those that wait for the wave out, in the order of the plan. */
  *take(wave: Wave): Generator<ParkedWork> {
    yield* this.#taken(nameOf(wave));
  }

  /** Takes all that are left. */
  *takeAll(): Generator<ParkedWork> {
    for (const name of [...this.#kept.keys()]) yield* this.#taken(name);
  }

  has(wave: Wave): boolean {
    return this.#kept.has(nameOf(wave));
  }

  *#taken(name: string): Generator<ParkedWork> {
    const kept = this.#kept.get(name);
    if (kept === undefined) return;
    this.#kept.delete(name);
    yield* kept.inOrder();
    kept.close();
  }
}

function nameOf({ level, rank }: Wave): string {
  return `${level} ${rank}`;
}
