import type { Cells, Declaration } from './declaration.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { IdentityForm } from './identity-text.ts';
import type { Json, JsonObject } from './json.ts';
import type { Place } from './place.ts';

/** The fields of a kind, as far as mapping the columns of a source needs to know them. Field paths as in Cells. */
export interface RowFields {
  /** Fields that columns of the same name map to without a `columns` block; `custom_attributes` stands for all of them. */
  readonly byName: ReadonlySet<string>;
  /** Fields that hold a list of texts. */
  readonly lists: ReadonlySet<string>;
  /** Fields that hold an instant. */
  readonly dates: ReadonlySet<string>;
  /** Fields that hold a phone number: cells become E.164. */
  readonly phones: ReadonlySet<string>;
  /** Fields that hold an email address. */
  readonly emails: ReadonlySet<string>;
  /** Fields, lists included, that identify somebody or something: invisible characters in them are taken off or refused. */
  readonly identities: ReadonlyMap<string, IdentityForm>;
  /** Fields that a blank cell never clears (design 3.5). */
  readonly neverCleared: ReadonlySet<string>;
  /** What a blank cell does where its column does not say. */
  readonly onBlank: 'ignore' | 'clear';
  /** Values for rows that have none, below the `defaults` of their source; lists are united. */
  readonly defaults: Cells;
}

/** The layout of the file that a row came from, from which its reject file is written. One object for all rows of a reading. */
export interface RowLayout {
  /** Relative to the project folder; the name given to `--data` where the rows came from standard input. */
  readonly file: string;
  /** How rejected rows of it are written. */
  readonly form: 'csv' | 'json-lines';
  /** CSV: the character between cells. */
  readonly delimiter: string;
  /** CSV: the names of the columns, in the order of the file, without `interform_reason`. */
  readonly header: readonly string[];
}

/**
 * The row as it is in the file: cells in the order of the header, an object, or the line where its cells cannot be
 * separated.
 */
export type RawRow =
  | { readonly cells: readonly Json[] }
  | { readonly object: JsonObject }
  | { readonly text: string };

/** One row of a source with its columns mapped to fields (design 3.6). */
export interface MappedRow {
  readonly place: Place;
  /** Field path → value: the row's cells, below them the `defaults` of the source and of its kind. Cells with a problem are left out. */
  readonly cells: Cells;
  /** Why this row is bad; empty for a good one. Each names row, column, value and reason. */
  readonly problems: readonly Diagnostic[];
  readonly raw: RawRow;
  readonly layout: RowLayout;
}

/** A row that was left out of its set, and why: it goes into the reject file of its source. */
export interface RejectedRow {
  readonly row: Pick<MappedRow, 'raw' | 'layout'>;
  /** Its number in the file: the reject file keeps the order of the rows. */
  readonly at?: number | undefined;
  readonly reasons: readonly string[];
  /** The row as far as it can be declared, where its values were not checked yet: they may have more errors. */
  readonly unchecked?: Declaration;
}
