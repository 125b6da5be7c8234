import type { Json, JsonObject } from './json.ts';
import type { Place } from './place.ts';

/** One declared value and where it was written. */
export interface Cell {
  readonly value: Json;
  readonly place: Place;
  /** The scalar's source text where YAML read it as something else than a string: `007` for 7. */
  readonly text?: string;
  /** For lists: where each element was written, by index. */
  readonly elements?: readonly Place[];
  /** The version that set it, where several versions declare the item. */
  readonly version?: number | null;
  /** What an earlier version said, where this one revises it. */
  readonly replaces?: Cell;
  /** The column of a data file that it was read from, for findings. */
  readonly column?: string;
}

/**
 * Field path → value, one level flattened: `name`, `tags`, `custom_attributes.plan`. A field that is not in the map is
 * unmanaged; `value: null` clears it.
 */
export type Cells = ReadonlyMap<string, Cell>;

/** The manifest file that declares something, and the team that owns it. One object for all declarations of a document. */
export interface Origin {
  /** Relative to the project folder. */
  readonly file: string;
  /** The manifest folder of the file, as the project lists it; versions are counted within one folder. */
  readonly folder: string;
  /** `owner:` of the document, else of its manifest folder. */
  readonly owner: string | undefined;
}

/** One item that manifests declare, after versions were combined. Every kind extends it. */
export interface Declaration {
  /** Name of the kind: `attribute`, `tag`, … */
  readonly kind: string;
  readonly address: string;
  readonly place: Place;
  /** Position over all manifests, by folder as listed and then in path order; decides the order of changes. */
  readonly order: number;
  /** Version of the file that declares it; null for a file without a prefix. */
  readonly version: number | null;
  readonly cells: Cells;
  /** The documents that declare it: several where a later version revises it. */
  readonly origins?: readonly Origin[];
  /** True where a part of it had an error, which was reported, and was left out: it may be more than is here. */
  readonly isPartial?: boolean;
}

/**
 * One YAML document of a manifest file: interpolated, checked against its schema, string fields taken from their source
 * text. `data` still holds `apiVersion` and `kind`. What breaks the schema is reported and left out, so that the rest can
 * be checked in the same run.
 */
export interface ManifestDocument {
  readonly kind: string;
  readonly file: string;
  readonly version: number | null;
  /** Its file and the team that owns it, which its declarations take over. */
  readonly origins: readonly Origin[];
  readonly data: JsonObject;
  /** True where something at or below this path had an error, which was reported, and was left out. */
  isPartial(path: readonly (string | number)[]): boolean;
  /**
   * The top-level keys of the document with an error at or below them, and '' for an error whose key is not known; absent
   * where nothing was wrong.
   */
  readonly wrong?: ReadonlySet<string>;
  /** Where the value at this path stands; the nearest parent when the path itself is absent. */
  place(path: readonly (string | number)[]): Place;
  /** Where the key of this map entry stands. */
  keyPlace(path: readonly (string | number)[]): Place;
  /** The cell at this path, with source text and element places; undefined when absent. */
  cell(path: readonly (string | number)[]): Cell | undefined;
  /** The keys of a map in written order, each once. */
  keys(path: readonly (string | number)[]): readonly string[];
}

/** One row of a data file, before columns are mapped to fields. */
export interface Row {
  readonly place: Place;
  readonly values: JsonObject;
}
