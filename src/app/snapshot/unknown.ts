import { NOT_READ, whyUnread } from '../../kinds/not-read.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Unread } from '../../types/unread.ts';
import type { SnapshotDocument } from './document.ts';
import { type KeptKind, keptKinds, snapshotRows } from './kept.ts';

/** Names of the kinds that the snapshot says nothing of. */
export function unknownTo(snapshot: SnapshotDocument): ReadonlySet<string> {
  const unknown = keptKinds().filter((kind) => snapshotRows(snapshot, kind.snapshot) === undefined);
  return new Set(unknown.map(({ name }) => name));
}

/** Says what is declared of kinds that the snapshot says nothing of. */
export function unknownFindings(
  snapshot: SnapshotDocument,
  declared: ReadonlyMap<string, readonly Declaration[]>,
): readonly Diagnostic[] {
  const unknown = unknownTo(snapshot);
  return keptKinds().flatMap((kind) => {
    const { name, words } = kind;
    const count = declared.get(name)?.length ?? 0;
    if (count === 0 || !unknown.has(name)) return [];
    const counted = `${count} ${count === 1 ? words.one : words.many}`;
    const why = whyUnread(snapshot.diagnostics, words.many);
    return [why === undefined ? notKnownThen(kind, counted, snapshot) : notReadThen(kind, counted, why)];
  });
}

/** An error, as it is to a plan of the workspace with such a token. */
function notReadThen({ words, probes }: KeptKind, counted: string, why: Unread['unread']): Diagnostic {
  const permissions = probes.map(({ name }) => name).join(' and ');
  const { detail, help } = NOT_READ[why];
  const first = why === 'forbidden' ? `allow the app to ${permissions} in the Developer Hub` : help;
  return {
    code: 'snapshot-part-not-read',
    severity: 'error',
    summary: `${words.many} were not compared: they were not read when the snapshot was taken`,
    detail: `${counted}; ${detail}`,
    help: `${first}, and take a new one with interform snapshot --out FILE`,
  };
}

/** It was taken by a version that did not know them. */
function notKnownThen({ words }: KeptKind, counted: string, { tool }: SnapshotDocument): Diagnostic {
  return {
    code: 'not-compared',
    severity: 'info',
    summary: `${words.many} were not compared: the snapshot holds none of them`,
    detail: `${counted}; it was taken by interform ${tool}`,
    help: 'take a new one with interform snapshot --out FILE',
  };
}
