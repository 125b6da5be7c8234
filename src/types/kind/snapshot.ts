import type { Catalog } from '../catalog.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { IntercomReader } from '../intercom.ts';
import type { JsonObject } from '../json.ts';
import type { Shape } from '../shape.ts';
import type { ListCall } from '../wire-call.ts';

/** What a snapshot keeps of a kind, and how a plan is answered from it. `T` is a row as the kind reads it, by `R`. */
export type Snapshotting<T = unknown, R extends IntercomReader = IntercomReader> =
  | KeptList<T>
  | KeptRows<T, R>;

interface Kept<T> {
  /** The key of its rows in the document, and of their count. */
  readonly key: string;
  /**
   * Whether every snapshot of the format has the key. One without it was taken by a version that did not know the kind: what manifests
   * declare of it is then not compared.
   */
  readonly sinceFirstFormat?: true;
  /** What a row has to hold, as it stands in a file. */
  readonly shape: Shape;
  /** Whether a row counts where it is said what was saved; each does where the kind does not say. */
  counts?(row: T): boolean;
}

/** A list that comes whole, and is answered whole. One that is not in every snapshot is left out where the token may not read it. */
export interface KeptList<T = unknown> extends Kept<T> {
  readonly call: ListCall<T>;
  /** What plans use of a row. */
  row(row: T): T;
  /** What rows are sorted by, so that a snapshot of the same workspace is the same file but for its time. */
  sortedBy(row: T): string;
}

/** What is read and answered in a way of its own. */
export interface KeptRows<T = unknown, in R extends IntercomReader = IntercomReader> extends Kept<T> {
  readonly call?: undefined;
  /** Keys of the document beside the rows, and what they have to hold. */
  readonly facts: Readonly<Record<string, Shape>>;
  /** `catalog` holds what manifests declare and refer to. Undefined where Intercom does not let the token read it: nothing is kept. */
  read(
    reader: R,
    catalog: Catalog,
  ): Promise<{ readonly rows: readonly T[]; readonly facts: JsonObject } | undefined>;
  /** Lets a reader answer from the snapshot what it is asked of the kind. */
  answer<A extends R>(
    snapshot: Readonly<Record<string, unknown>>,
    reader: A,
  ): {
    readonly reader: A;
    /** What was asked and the snapshot could not tell. */
    gaps(): readonly Diagnostic[];
  };
}
