import type { Json } from '../../types/json.ts';

/**
 * How certain a guess is: `sure` if nothing else is likely, `likely` if something else is possible, `doubtful` if the user
 * should check it.
 */
export type Sure = 'sure' | 'likely' | 'doubtful';

/** What one column, or several together, were taken for. */
export interface Guess {
  /** A field of the contact, `custom_attributes.NAME`, or null if the column is left out. */
  readonly field: string | null;
  /** The names of its columns. */
  readonly columns: readonly string[];
  /** The value of the field under `columns:`; absent where a preset maps it, or nothing does. */
  readonly written?: Json;
  /** The attribute to declare; absent where a manifest declares it already. */
  readonly declare?: Readonly<Record<string, Json>>;
  /** The type of an attribute that is declared already. */
  readonly type?: string;
  /** Absent: sure. */
  readonly sure?: Sure;
  /** True for a column that is left out because it holds credentials or payment data. */
  readonly secret?: true;
  /** In a few words. */
  readonly why: string;
}

/** Asks for a line; undefined when input has ended. */
export type Ask = (question: string) => Promise<string | undefined>;

/** The user ended the questions. Nothing is written. */
export class Abandoned extends Error {
  override readonly name = 'Abandoned';
}
