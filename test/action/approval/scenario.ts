import type { Ran } from '../repository.ts';
import type { Stage } from './stage.ts';

export interface Scenario {
  /** What happens, as a clause that a table can hold. */
  readonly title: string;
  /** applied: all that is planned; in part: what was reviewed of it; nothing. */
  readonly expected: 'applied' | 'in part' | 'nothing';
  /** What the workspace holds then. */
  readonly live: Readonly<Record<string, string>>;
  /** A part of what the log says. */
  readonly says: string;
  /** The run that counts. */
  readonly play: (stage: Stage) => Promise<Ran>;
}
