import type { DeclaredSet } from '../../../types/catalog.ts';
import type { Cells, ManifestDocument, Origin } from '../../../types/declaration.ts';
import type { Json } from '../../../types/json.ts';
import type { DeclareContext } from '../../../types/kind.ts';
import { cellsAt } from '../../declared/declare-map.ts';
import { marksOf } from './owner-tags.ts';
import { type FoundEarlier, SetRejects } from './set-rejects.ts';

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
  readonly rejects: SetRejects;
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
export function contactSet(
  document: ManifestDocument,
  context: Pick<DeclareContext, 'nextOrder' | 'reject' | 'overlooks' | 'uncertain'>,
  earlier?: FoundEarlier,
): ContactSet {
  const { data } = document;
  const name = String(data['name']);
  const order = context.nextOrder();
  const identity = (data['identity'] ?? {}) as { by?: string[]; leads?: string; users?: string };
  const policy = { ...defaultPolicy, ...(data['policy'] as Partial<Policy> | undefined) };
  const onlyIfEmpty = (data['only_if_empty'] ?? []) as readonly Json[];
  const overlooked = context.overlooks?.(document) === true;
  const rejects = new SetRejects({ name, order }, context, earlier);
  if (overlooked && document.wrong !== undefined) rejects.overlookAll();
  return {
    name,
    overlooked,
    rejects,
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
