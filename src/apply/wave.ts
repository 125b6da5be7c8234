import { setImmediate as nextTurn } from 'node:timers/promises';
import type { RecheckMode } from '../types/recheck.ts';
import { LEVELS, type Level } from '../types/step.ts';
import type { Works } from './intake.ts';
import { JointRequests } from './joint-requests.ts';
import { writePaced } from './paced.ts';
import { type Turnstile, turnstile } from './parallel.ts';
import type { Parked } from './parked.ts';
import type { Run } from './run.ts';
import type { Schedule, Wave } from './schedule.ts';
import { sendItems } from './send.ts';
import { nextLevel, stepsAt } from './step-order.ts';
import type { Work } from './work.ts';

export interface WaveFacts {
  readonly run: Run;
  readonly schedule: Schedule;
  readonly parked: Parked;
  readonly mode: RecheckMode;
}

/**
 * Does the steps that changes have in one level; none of them requires another. Each is read again where that is needed, and
 * sends its own requests one after another (`writePaced`) up to the first that it shares with others. Once that one is
 * answered it goes on by itself: to its last step, where nothing waits for it and it waits for nothing, else to the end of the
 * level. Then it is put aside until its next wave.
 *
 *     re-read ─┬─ ada:   POST ─ POST company ─┐                        ┌─ ada: DELETE
 *              └─ grace: POST ────────────────┤                        │
 *     re-read ─── alan:  POST ────────────────┴─ bulk vip (ada, alan) ─┴─ …
 */
export class Waves {
  readonly #facts: WaveFacts;
  readonly #turn: Turnstile;
  readonly #joint: JointRequests;

  constructor(facts: WaveFacts) {
    this.#facts = facts;
    const { run } = facts;
    this.#turn = turnstile(() => run.width);
    this.#joint = new JointRequests({
      turn: this.#turn,
      send: (items) => sendItems(run, items),
      onward: (work, { level }) => this.#orStop(this.#turn(() => this.#goOn(work, level))),
    });
  }

  /**
   * Resolves when all changes of the wave have ended, or wait for a later one. `earlier`: resolves when those of the earlier waves
   * have; they may join the requests of this one. `onDrained`: called when every change of the wave is under way and the width of
   * the run is not used up by them.
   */
  async run(
    wave: Wave,
    works: Works,
    { earlier, onDrained }: { readonly earlier: Promise<void>; readonly onDrained: () => void },
  ): Promise<void> {
    const { run, mode } = this.#facts;
    const { level } = wave;
    const writing = writePaced(run, works, {
      ...{ level, mode, turn: this.#turn },
      room: () => this.#room(),
      write: (work) => this.#sendOwn(work, level),
      goOn: (work) => this.#goOn(work, level),
      onDrained: () => {
        // What is about to end does so first.
        this.#turn(async () => {})
          .then(() => nextTurn())
          .then(onDrained);
      },
    });
    await this.#orStop(writing);
    await earlier;
    await this.#orStop(this.#joint.flush(wave));
  }

  /** A failure of our own, or of the disk, stops the run; requests under way finish. */
  async #orStop(job: Promise<void>): Promise<void> {
    try {
      await job;
    } catch (failure) {
      this.#facts.run.crash(failure);
    }
  }

  /** Sends the change's own requests of the level, up to the first that it shares. */
  async #sendOwn(work: Work, level: Level): Promise<void> {
    for (const step of stepsAt(work.pending, level)) {
      // A step that failed or was not sent stops the later steps of its change.
      if (step.batch !== undefined || work.result !== undefined || !work.pending.includes(step)) return;
      await sendItems(this.#facts.run, [{ work, step }]);
    }
  }

  /** `from`: the level of the wave. */
  async #goOn(work: Work, from: Level): Promise<void> {
    const { run, schedule, parked } = this.#facts;
    for (;;) {
      const level = nextLevel(work.pending);
      if (level === undefined || work.result !== undefined || run.stopped !== undefined) return;
      if (LEVELS.indexOf(level) > Math.max(LEVELS.indexOf(from), LEVELS.indexOf(work.aheadTo))) {
        parked.add(work.parked(run.idOf(work.change.address)));
        run.leave(work);
        return;
      }
      await this.#sendOwn(work, level);
      const [next, ...others] = stepsAt(work.pending, level);
      if (next === undefined) continue;
      if (next.batch === undefined) return;
      const same = others.filter(({ batch, order }) => batch !== undefined && order === next.order);
      this.#joint.join(work, schedule.waveOf(work.place, level), [next, ...same]);
      return;
    }
  }

  /** Waits while more shared requests are full than can be sent at a time. */
  async #room(): Promise<void> {
    const { run } = this.#facts;
    while (this.#joint.unanswered > run.width && run.stopped === undefined) await this.#joint.someSent();
  }
}
