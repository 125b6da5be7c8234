import type { Json } from '../../types/json.ts';
import type { PresetColumn } from '../columns/column-spec.ts';

/** A known export layout, as data. */
export interface Preset {
  readonly name: string;
  /** The layout always has one of these columns; a file without any is something else. */
  readonly recognisedBy: readonly string[];
  readonly columns: Readonly<Record<string, PresetColumn>>;
  /** Values that every row of a file gets, where the file has some columns and lacks others. */
  readonly constants: readonly {
    readonly field: string;
    readonly value: Json;
    readonly has: readonly string[];
    readonly lacks: readonly string[];
  }[];
  /** An external_id of this form names nobody: it is left out, and the row with it where it has no email. */
  readonly anonymous?: RegExp;
  /** Columns that have no place in Intercom: named once, as left out. */
  readonly dropped: ReadonlySet<string>;
}
