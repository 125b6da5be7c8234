import type { Role } from '../../types/person.ts';
import type { PlanningOptions } from '../options.ts';
import type { Ask } from './guess.ts';

export interface NewOptions extends PlanningOptions {
  /** Absolute path of the data file. */
  readonly file: string;
  /** The data file as the user typed it. */
  readonly shown: string;
  readonly name: string | undefined;
  readonly tags: readonly string[];
  /** `--role`; undefined: a column of roles decides, and contacts without one are users. */
  readonly role: Role | undefined;
  /** Absolute path of `--out`: one file for everything. */
  readonly out: string | undefined;
  /** Whether `out` may be replaced. */
  readonly force: boolean;
  readonly country: string | undefined;
  readonly dates: 'DD/MM' | 'MM/DD' | undefined;
  /** `--column`: field → column; an empty column means none. */
  readonly columns: ReadonlyMap<string, string>;
  /** Absent where nobody is there to answer. */
  readonly ask: Ask | undefined;
}
