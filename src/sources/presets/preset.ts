import type { Json } from '../../types/json.ts';
import type { PresetColumn } from '../columns/column-spec.ts';

/** A known export layout, as data. */
export interface Preset {
  readonly name: string;
  /** Columns that the layout always has one of: without any the file is something else. */
  readonly recognisedBy: readonly string[];
  readonly columns: Readonly<Record<string, PresetColumn>>;
  /** Values that a whole file gives to its rows, by what columns it has and lacks. */
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
