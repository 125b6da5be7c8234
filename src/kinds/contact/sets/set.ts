import { Bits } from '../../../types/bits.ts';
import type { DeclaredSet } from '../../../types/catalog.ts';
import type { Cells, ManifestDocument, Origin } from '../../../types/declaration.ts';
import type { Json } from '../../../types/json.ts';
import { KeyIndex } from '../../../types/key-index.ts';
import type { DeclareContext } from '../../../types/kind.ts';
import type { RejectedRow } from '../../../types/mapped-row.ts';
import { cellsAt } from '../../declared/declare-map.ts';
import { marksOf } from './owner-tags.ts';

/** Which keys may identify a person, and what to do with people of the other role (design 4). */
export interface IdentityRules {
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

/** A ContactSet manifest without its contacts (design 3.5). */
export interface ContactSet extends DeclaredSet {
  readonly origins: readonly Origin[];
  /** When sets disagree about one person, the higher wins. */
  readonly precedence: number;
  /** Cells that only the create request sends. */
  readonly onCreate: Cells;
  /** Field paths that never overwrite a live value. */
  readonly onlyIfEmpty: ReadonlySet<string>;
  readonly identity: IdentityRules;
  readonly policy: Policy;
  /** True where nothing of the set is selected: errors of its people are then warnings. */
  readonly overlooked: boolean;
  readonly rejectedKeys: RejectedKeys;
  readonly rejected: RejectedRows;
  /**
   * Notes that an error was overlooked in what is declared of the person with these keys; without keys, everybody of the set
   * is in doubt.
   */
  overlook(keys?: readonly string[]): void;
  /** Takes a row that is left out, with its id, external_id and email. A declared row that comes again changes nothing. */
  reject(row: RejectedRow, keys: readonly string[], declared?: { readonly order: number }): void;
}

/** The keys by which rejected rows name people; of each key only a hash is kept. */
interface RejectedKeys {
  readonly size: number;
  has(key: string): boolean;
  add(key: string): unknown;
}

/** How many rows of a set were left out, and which declarations are among them. */
interface RejectedRows {
  readonly size: number;
  has(declared: { readonly order: number }): boolean;
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

/**
 * Reads the set's own keys. The schema has checked their types and words, so the casts hold. `earlier`: the set from an
 * earlier reading of the document, which knows already whom rejected rows name.
 */
export function contactSet(
  document: ManifestDocument,
  {
    nextOrder,
    reject,
    overlooks,
    uncertain,
  }: Pick<DeclareContext, 'nextOrder' | 'reject' | 'overlooks' | 'uncertain'>,
  earlier?: Pick<ContactSet, 'rejectedKeys' | 'doubt'>,
): ContactSet {
  const { data } = document;
  const name = String(data['name']);
  const rejectedKeys = earlier?.rejectedKeys ?? new KeyIndex();
  const rejectedOrders = new Bits();
  let rejectedRows = 0;
  const order = nextOrder();
  // The positions of its contacts follow that of the set.
  const placeOf = (declared: { readonly order: number }) => declared.order - order;
  const identity = (data['identity'] ?? {}) as { by?: string[]; leads?: string; users?: string };
  const policy = { ...defaultPolicy, ...(data['policy'] as Partial<Policy> | undefined) };
  const onlyIfEmpty = (data['only_if_empty'] ?? []) as readonly Json[];
  const overlooked = overlooks?.(document) === true;
  let doubt: DeclaredSet['doubt'] = overlooked && document.wrong !== undefined ? 'everybody' : earlier?.doubt;
  return {
    name,
    overlooked,
    get doubt() {
      return doubt;
    },
    overlook(keys) {
      const rows = keys === undefined ? undefined : uncertain?.();
      if (keys !== undefined && rows !== undefined) {
        rows.overlook(name, keys);
        return;
      }
      if (keys === undefined) doubt = 'everybody';
      else doubt ??= 'somebody';
      for (const key of keys ?? []) rejectedKeys.add(key);
    },
    place: document.place(['name']),
    origins: document.origins,
    order,
    was: namesOf(data['was']),
    retired: data['retired'] === true,
    precedence: typeof data['precedence'] === 'number' ? data['precedence'] : 0,
    defaults: cellsAt(document, ['defaults']),
    onCreate: cellsAt(document, ['on_create']),
    // Intercom overwrites last_seen_at itself, so a live value always stays (design 3.5).
    onlyIfEmpty: new Set([...onlyIfEmpty.map(String), 'last_seen_at']),
    identity: {
      by: new Set((identity.by ?? ['external_id', 'email']) as ('external_id' | 'email')[]),
      leads: (identity.leads ?? 'error') as IdentityRules['leads'],
      users: (identity.users ?? 'use') as IdentityRules['users'],
    },
    policy,
    exact: policy.tags === 'exact' || policy.companies === 'exact',
    prune: pruneOf(document),
    rejected: {
      get size() {
        return rejectedRows;
      },
      has: (declared) => rejectedOrders.has(placeOf(declared)) || uncertain?.()?.has(declared) === true,
    },
    rejectedKeys,
    reject(row, keys, declared) {
      const rows = declared === undefined ? undefined : uncertain?.();
      if (declared !== undefined && rows !== undefined) {
        rows.reject(name, row, keys, declared);
        return;
      }
      if (declared !== undefined && rejectedOrders.has(placeOf(declared))) return;
      if (declared !== undefined) rejectedOrders.add(placeOf(declared));
      for (const key of keys) rejectedKeys.add(key);
      rejectedRows += 1;
      reject(row);
    },
  };
}

/** The owner tags that a document names, former ones included; none where it declares no contact set. */
export function ownerTagsOf(document: ManifestDocument): readonly string[] {
  if (document.kind !== 'ContactSet') return [];
  return marksOf({ prune: pruneOf(document) }).filter((name) => name !== '');
}

function pruneOf(document: ManifestDocument): ContactSet['prune'] {
  const prune = document.data['prune'] as { owner_tag?: Json; action?: string } | undefined;
  if (prune === undefined) return undefined;
  const tag = prune.owner_tag;
  const written = (typeof tag === 'object' ? tag : { name: tag }) as { name?: Json; was?: Json } | null;
  return {
    ownerTag: String(written?.name ?? ''),
    ownerTagWas: namesOf(written?.was),
    place: document.place(['prune', 'owner_tag']),
    action: prune.action === 'archive' ? 'archive' : 'untag',
  };
}

/** One name or several. */
function namesOf(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map(String) : [String(value)];
}
