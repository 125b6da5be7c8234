import type { Cells, ManifestDocument, Origin } from '../../types/declaration.ts';
import type { Json } from '../../types/json.ts';
import type { RejectedRow } from '../../types/mapped-row.ts';
import type { Place } from '../../types/place.ts';
import { cellsAt } from '../declare-map.ts';

/** What may identify a person, and what to do with people of the other role (DESIGN section 4). */
export interface Identity {
  readonly by: ReadonlySet<'external_id' | 'email'>;
  readonly leads: 'error' | 'absorb' | 'keep';
  readonly users: 'use' | 'error' | 'keep';
}

export interface Policy {
  readonly on_missing: 'create' | 'skip' | 'error';
  readonly on_conflict: 'stop' | 'skip';
  readonly on_bad_row: 'stop' | 'skip';
  readonly on_duplicate_row: 'stop' | 'first' | 'last';
  readonly on_archived: 'stop' | 'unarchive';
  readonly on_blank: 'ignore' | 'clear';
  readonly shared_email: 'error' | 'allow';
  readonly tags: 'add' | 'exact';
  readonly companies: 'add' | 'exact';
}

/** A ContactSet manifest without its contacts (DESIGN 3.5). */
export interface ContactSet {
  readonly name: string;
  readonly place: Place;
  readonly origins: readonly Origin[];
  /** When sets disagree about one person, the higher wins. */
  readonly precedence: number;
  readonly defaults: Cells;
  /** Cells of the create request only. */
  readonly onCreate: Cells;
  /** Field paths that never overwrite a live value. */
  readonly onlyIfEmpty: ReadonlySet<string>;
  readonly identity: Identity;
  readonly policy: Policy;
  /** What happens to contacts that left the set; undefined: nothing is pruned. */
  readonly prune: { readonly ownerTag: string; readonly action: 'untag' | 'archive' } | undefined;
  /** Rows that `on_bad_row: skip` left out, gathered while they are declared and checked. */
  readonly rejected: ReadonlySet<RejectedRow['row']>;
  /** What those rows name people by, as far as it can be read: prune must not take them for gone. */
  readonly rejectedKeys: ReadonlySet<string>;
  /** Takes a row that is left out, with its id, external_id and email; the same row again changes nothing. */
  reject(row: RejectedRow, keys: readonly string[]): void;
}

const defaultPolicy: Policy = {
  on_missing: 'create',
  on_conflict: 'stop',
  on_bad_row: 'stop',
  on_duplicate_row: 'stop',
  on_archived: 'stop',
  on_blank: 'ignore',
  shared_email: 'error',
  tags: 'add',
  companies: 'add',
};

/** Reads the set's own keys. The schema has checked their types and words, so the casts hold. */
export function contactSet(document: ManifestDocument, reject: (row: RejectedRow) => void): ContactSet {
  const { data } = document;
  const rejected = new Set<RejectedRow['row']>();
  const rejectedKeys = new Set<string>();
  const identity = (data['identity'] ?? {}) as { by?: string[]; leads?: string; users?: string };
  const onlyIfEmpty = (data['only_if_empty'] ?? []) as readonly Json[];
  return {
    name: String(data['name']),
    place: document.place(['name']),
    origins: document.origins,
    precedence: typeof data['precedence'] === 'number' ? data['precedence'] : 0,
    defaults: cellsAt(document, ['defaults']),
    onCreate: cellsAt(document, ['on_create']),
    // Intercom overwrites last_seen_at itself, so a live value always stays (DESIGN 3.5).
    onlyIfEmpty: new Set([...onlyIfEmpty.map(String), 'last_seen_at']),
    identity: {
      by: new Set((identity.by ?? ['external_id', 'email']) as ('external_id' | 'email')[]),
      leads: (identity.leads ?? 'error') as Identity['leads'],
      users: (identity.users ?? 'use') as Identity['users'],
    },
    policy: { ...defaultPolicy, ...(data['policy'] as Partial<Policy> | undefined) },
    prune: pruneOf(data['prune'] as { owner_tag: string; action?: string } | undefined),
    rejected,
    rejectedKeys,
    reject(row, keys) {
      if (rejected.has(row.row)) return;
      for (const key of keys) rejectedKeys.add(key);
      rejected.add(row.row);
      reject(row);
    },
  };
}

function pruneOf(prune: { owner_tag: string; action?: string } | undefined): ContactSet['prune'] {
  if (prune === undefined) return undefined;
  return { ownerTag: prune.owner_tag, action: prune.action === 'archive' ? 'archive' : 'untag' };
}
