import type { Ran } from '../repository.ts';
import type { Stage } from './stage.ts';

export interface Scenario {
  /** What happens, as a clause that a table can hold. */
  readonly title: string;
  /** What is applied: all that is planned, the part of it that was reviewed, or nothing. */
  readonly expected: 'applied' | 'in part' | 'nothing';
  /** What the workspace holds afterwards. */
  readonly live: Readonly<Record<string, string>>;
  /** A part of the log. */
  readonly says: string;
  /** Plays the scenario and returns the run to be judged. */
  readonly play: (stage: Stage) => Promise<Ran>;
}
