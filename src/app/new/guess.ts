import type { Json } from '../../types/json.ts';

/** How much speaks for a guess: nothing else is likely, something else is possible, or somebody has to look. */
export type Sure = 'sure' | 'likely' | 'doubtful';

/** What was made of a column, or of several. */
export interface Guess {
  /** The field of the contact, `custom_attributes.NAME`, or null for a column that is left out. */
  readonly field: string | null;
  /** The names of its columns. */
  readonly columns: readonly string[];
  /** What stands behind the field in the manifest; absent where a preset maps it or nothing does. */
  readonly written?: Json;
  /** The attribute to declare; absent where a manifest declares it already. */
  readonly declare?: Readonly<Record<string, Json>>;
  /** What an attribute that is declared already holds. */
  readonly type?: string;
  /** Sure where it is not said. */
  readonly sure?: Sure;
  /** True for what is left out because it opens doors or pays. */
  readonly secret?: true;
  /** In a few words. */
  readonly why: string;
}

/** Asks for a line; undefined when there is none to come. */
export type Ask = (question: string) => Promise<string | undefined>;

/** The person ended the questions: nothing is written. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
