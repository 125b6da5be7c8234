import { type AnyKind, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { JsonObject } from '../../types/json.ts';
import type { Snapshotting } from '../../types/kind/snapshot.ts';
import type { SnapshotDocument } from './document.ts';

export type AnyKept = Snapshotting<unknown, KindReader>;

export type KeptKind = AnyKind & { readonly snapshot: AnyKept };

export function keptKinds(): readonly KeptKind[] {
  return kinds.filter((kind): kind is KeptKind => kind.snapshot !== null);
}

/** The rows of a kind; undefined in a snapshot of a version that did not know the kind, or where it could not be read. */
export function snapshotRows(
  snapshot: SnapshotDocument,
  { key }: Pick<Snapshotting, 'key'>,
): readonly JsonObject[] | undefined {
  return snapshot[key] as readonly JsonObject[] | undefined; // It was checked when the file was read.
}

/** The document without rows and contacts, as it is printed when the snapshot goes into a file. */
export function withoutRows(snapshot: SnapshotDocument): JsonObject {
  const left = new Set(['people', ...keptKinds().map((kind) => kind.snapshot.key)]);
  return Object.fromEntries(Object.entries(snapshot).filter(([key]) => !left.has(key))) as JsonObject;
}

/** How many rows of each kind count. */
export function rowCounts(
  snapshot: SnapshotDocument,
): readonly { readonly kind: KeptKind; readonly count: number }[] {
  return keptKinds().map((kind) => {
    const counts = kind.snapshot.counts ?? (() => true);
    return { kind, count: (snapshotRows(snapshot, kind.snapshot) ?? []).filter((row) => counts(row)).length };
  });
}
