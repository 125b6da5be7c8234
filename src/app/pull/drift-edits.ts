import type { AddressSelection } from '../../plan/selection/address-selection.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import { behindDeclaration } from '../origins.ts';
import { type Compared, changesOf } from './compared.ts';
import { pulledKinds, pullingOf } from './parts.ts';
import { DeclaredInChanges } from './people/declared-in-changes.ts';
import type { LiveState } from './read-live.ts';
import { editsRefusal } from './refusal.ts';

/** The edits after which the manifests declare the live values of one item. */
export interface ItemDrift {
  readonly address: string;
  /** All declarations of the item: several where contact sets share a contact. */
  readonly declarations: readonly Declaration[];
  readonly edits: readonly Edit[];
  /** Why no manifest can hold what is live: the item stays as it is declared, and there are no edits. */
  readonly refused?: string;
  /** The edits add items that the flags select, whether or not they select the declaration. */
  readonly adds?: true;
}

/**
 * Finds every declared value that plan would change, as the edit that replaces it by the live value, which is `before` in the
 * plan:
 *
 *     { before, after }        set the value to `before`. Null clears where Intercom can clear; else the key is removed
 *     { add, remove }          drop from the list what is not live; add what an exact list would remove
 *     create, convert, merge   no edit: what is declared and not live is not drift
 */
export async function* driftOf(
  compared: Compared,
  live: LiveState,
  selection: AddressSelection,
): AsyncGenerator<ItemDrift> {
  yield* refusedDrift(compared, live, selection);
  const byAddress = new Map<string, Declaration>();
  for (const list of compared.declared.values())
    for (const declaration of list) byAddress.set(declaration.address, declaration);
  const seen = { catalog: compared.catalog, live };
  for (const item of compared.planned) {
    if (item.state !== 'change' || !isDrift(item.change)) continue;
    const { change } = item;
    const declarations = [change.address, ...change.also].flatMap((address) => byAddress.get(address) ?? []);
    const paths = Object.keys(change.fields);
    yield* itemDrift({ change, declarations, paths }, seen);
  }
  if (compared.streamed === undefined) return;
  const declared = await DeclaredInChanges.read(compared.streamed, isDrift);
  try {
    for (const one of declared.changes()) yield* itemDrift(one, seen);
  } finally {
    declared.close();
  }
}

function* itemDrift(
  {
    change,
    declarations,
    paths,
  }: {
    readonly change: Change;
    readonly declarations: readonly Declaration[];
    readonly paths: readonly string[];
  },
  { catalog, live }: { readonly catalog: Catalog; readonly live: LiveState },
): Generator<ItemDrift> {
  if (declarations.length === 0) return;
  const pulling = pullingOf(change.kind);
  const read = live.read.get(change.kind);
  const edits = paths.flatMap((path) => {
    const field = change.fields[path];
    return field === undefined ? [] : pulling.edits(path, field, { catalog, read });
  });
  if (edits.length > 0) yield checked({ address: change.address, declarations, edits });
}

/** How many items are declared and not live, or not yet in their declared state. */
export function pendingIn(compared: Compared): number {
  let count = 0;
  for (const change of changesOf(compared)) if (!isDrift(change)) count++;
  return count;
}

/**
 * Updates of live items are drift. Other actions are not, unless the kind says so: a contact that is declared archived is still
 * to be archived, but an attribute may have been archived by hand. An update without an id belongs to an item that is not live
 * yet.
 */
function isDrift({ action, kind, id }: Change): boolean {
  return (action === 'update' && id !== null) || (pullingOf(kind).driftsBy ?? []).includes(action);
}

/** Drift in what plan refuses to change. */
function* refusedDrift(
  { declared, planned }: Compared,
  live: LiveState,
  selection: AddressSelection,
): Generator<ItemDrift> {
  const selects = (address: string, to: Declaration) => selection.selects(address, behindDeclaration(to));
  const unplanned = new Set(planned.flatMap((item) => (item.state === 'unchanged' ? [item.address] : [])));
  for (const { name, pulling } of pulledKinds()) {
    if (pulling.driftBeyondPlan === undefined || !live.read.has(name)) continue;
    const all = declared.get(name) ?? [];
    const unchanged = all.filter(({ address }) => unplanned.has(address));
    const found = pulling.driftBeyondPlan(unchanged, live.read.get(name), all, selects);
    for (const { declaration, ...rest } of found)
      yield checked({ address: declaration.address, declarations: [declaration], ...rest });
  }
}

/** Of kinds whose wrong values are not taken out one by one, the whole item is left where it would be wrong. */
export function checked(item: ItemDrift): ItemDrift {
  const [declaration] = item.declarations;
  if (declaration === undefined || pullingOf(declaration.kind).wrongValues !== undefined) return item;
  const refused = editsRefusal(declaration, item.edits);
  return refused === undefined ? item : { ...item, edits: [], refused };
}
