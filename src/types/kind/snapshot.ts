import type { Catalog } from '../catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { JsonObject } from '../json.ts';
import type { Shape } from '../shape.ts';
import type { Unread } from '../unread.ts';
import type { AnyList } from '../wire-call.ts';

/**
 * What a snapshot keeps of a kind, and how a plan is answered from it. `T` is a row as the kind reads it, `R` the reader
 * that it needs.
 */
export type Snapshotting<T = unknown, R extends IntercomReader = IntercomReader> =
  | KeptList<T>
  | KeptRows<T, R>;

interface Kept<T> {
  /** The key of its rows in the document, and of their count. */
  readonly key: string;
  /**
   * True where every snapshot of the format has the key. Otherwise a snapshot without it was taken by a version that did not
   * know the kind: what manifests declare of the kind is then not compared.
   */
  readonly sinceFirstFormat?: true;
  /** The shape of a row in the file. */
  readonly shape: Shape;
  /** Whether a row counts in the message that says what was saved. Default: each does. */
  counts?(row: T): boolean;
}

/**
 * A list that is kept and answered whole. Unless it is in every snapshot, it is left out where the token may not read
 * it.
 */
export interface KeptList<T = unknown> extends Kept<T> {
  readonly call: AnyList<T>;
  /** The parts of a row that plans use. */
  row(row: T): T;
  /** The sort key of a row, so that two snapshots of the same workspace differ only in their time. */
  sortedBy(row: T): string;
}

export interface ReadRows<T> {
  readonly rows: readonly T[];
  readonly facts: JsonObject;
  /** Facts that were not read, and what follows; they are kept with the snapshot. */
  readonly findings?: readonly Diagnostic[];
}

/** Rows that the kind reads and answers in its own way. */
export interface KeptRows<T = unknown, in R extends IntercomReader = IntercomReader> extends Kept<T> {
  readonly call?: undefined;
  /** Keys of the document beside the rows, and their shapes. */
  readonly facts: Readonly<Record<string, Shape>>;
  /** `catalog` holds what manifests declare and refer to. `Unread` where Intercom does not give it: then nothing is kept. */
  read(reader: R, catalog: Catalog): Promise<ReadRows<T> | Unread>;
  /** Makes a reader that answers reads of the kind from the snapshot. */
  answer<A extends R>(
    snapshot: Readonly<Record<string, unknown>>,
    reader: A,
  ): {
    readonly reader: A;
    /** Findings about reads that the snapshot could not answer. */
    gaps(): readonly Diagnostic[];
  };
}
