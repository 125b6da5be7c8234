import { type AnyKind, kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { JsonObject } from '../../types/json.ts';
import type { Snapshotting } from '../../types/kind/snapshot.ts';
import type { SnapshotDocument } from './document.ts';

export type AnyKept = Snapshotting<unknown, KindReader>;

/** A kind that snapshots keep rows of. */
export type KeptKind = AnyKind & { readonly snapshot: AnyKept };

/** The kinds that a snapshot keeps rows of, in their order. */
export function keptKinds(): readonly KeptKind[] {
  return kinds.filter((kind): kind is KeptKind => kind.snapshot !== null);
}

/** The rows of a kind; undefined in a snapshot that was taken by a version which did not know it. */
export function keptRows(
  snapshot: SnapshotDocument,
  { key }: Pick<Snapshotting, 'key'>,
): readonly JsonObject[] | undefined {
  return snapshot[key] as readonly JsonObject[] | undefined; // It was checked when the file was read.
}

/** The document without its rows and people: what is said of a snapshot that went into a file. */
export function withoutRows(snapshot: SnapshotDocument): JsonObject {
  const left = new Set(['people', ...keptKinds().map((kind) => kind.snapshot.key)]);
  return Object.fromEntries(Object.entries(snapshot).filter(([key]) => !left.has(key))) as JsonObject;
}

/** How many rows of each kind count; null for people, where there are none. */
export function rowCounts(
  snapshot: SnapshotDocument,
): readonly { readonly kind: KeptKind; readonly count: number }[] {
  return keptKinds().map((kind) => {
    const counts = kind.snapshot.counts ?? (() => true);
    return { kind, count: (keptRows(snapshot, kind.snapshot) ?? []).filter((row) => counts(row)).length };
  });
}

/** Names of the kinds that the snapshot says nothing of. */
export function unknownTo(snapshot: SnapshotDocument): ReadonlySet<string> {
  const unknown = keptKinds().filter((kind) => keptRows(snapshot, kind.snapshot) === undefined);
  return new Set(unknown.map(({ name }) => name));
}

/** Says what is declared of kinds that the snapshot says nothing of. */
export function unknownFindings(
  snapshot: SnapshotDocument,
  declared: ReadonlyMap<string, readonly Declaration[]>,
): readonly Diagnostic[] {
  const unknown = unknownTo(snapshot);
  return keptKinds().flatMap(({ name, words }) => {
    const count = declared.get(name)?.length ?? 0;
    if (count === 0 || !unknown.has(name)) return [];
    return [
      {
        code: 'not-compared',
        severity: 'info',
        summary: `${words.many} were not compared: the snapshot holds none of them`,
        detail: `${count} ${count === 1 ? words.one : words.many}; it was taken by interform ${snapshot.tool}`,
        help: 'take a new one with interform snapshot --out FILE',
      } as const,
    ];
  });
}
