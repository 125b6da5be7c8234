import type { Role } from '../../types/person.ts';
import type { PlanningOptions } from '../options.ts';
import type { Ask } from './guess.ts';

export interface NewOptions extends PlanningOptions {
  /** Absolute. */
  readonly file: string;
  /** The data file as it was given. */
  readonly shown: string;
  readonly name: string | undefined;
  readonly tags: readonly string[];
  /** Undefined where nobody said: a column of roles counts, and everybody else is a user. */
  readonly role: Role | undefined;
  /** Absolute: one file for everything. */
  readonly out: string | undefined;
  /** Whether `out` may be replaced. */
  readonly force: boolean;
  readonly country: string | undefined;
  readonly dates: 'DD/MM' | 'MM/DD' | undefined;
  /** Field → column; an empty column: none. */
  readonly columns: ReadonlyMap<string, string>;
  /** Present where somebody is there to answer. */
  readonly ask: Ask | undefined;
}
