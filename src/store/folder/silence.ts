import type { LockClock } from '../lock-clock.ts';
import type { FoundLock } from './lock-content.ts';

/** For how long each lock showed no sign of life while one process looked at it, on the clock of a watcher. */
export class Silence {
  readonly #clock: LockClock;
  readonly #seen = new Map<string, { readonly beat: string; readonly since: number }>();

  constructor(clock: LockClock) {
    this.#clock = clock;
  }

  /** Milliseconds since the first look that showed it as it is now; 0 at the first. */
  of({ id, beat }: FoundLock): number {
    const now = this.#clock.watched();
    const seen = this.#seen.get(id);
    if (seen?.beat === beat) return now - seen.since;
    this.#seen.set(id, { beat, since: now });
    return 0;
  }
}
