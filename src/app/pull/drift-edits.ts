import type { Catalog } from '../../types/catalog.ts';
import type { Change } from '../../types/change.ts';
import type { Declaration } from '../../types/declaration.ts';
import type { Edit } from '../../types/kind/pulling.ts';
import { type Compared, changesOf } from './compared.ts';
import { DeclaredInChanges } from './declared-in-changes.ts';
import { pulledKinds, pullingOf } from './parts.ts';
import type { LiveState } from './read-live.ts';

/** What to change in the manifests so that one item says what is live. */
export interface ItemDrift {
  readonly address: string;
  /** All declarations of the item: several where contact sets share a person. */
  readonly declarations: readonly Declaration[];
  readonly edits: readonly Edit[];
}

/**
 * Every declared value that plan would change, as the edit that takes the live value over. A plan's `before` is what is live:
 *
 *   { before, after }        set the value to `before`; null clears where Intercom clears, else the key goes
 *   { add, remove }          take what is not held out of the list; put in what an exact list would take off
 *   create, convert, merge   nothing: what is declared and not live is not drift
 */
export async function* driftOf(compared: Compared, live: LiveState): AsyncGenerator<ItemDrift> {
  yield* refusedDrift(compared, live);
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
  if (edits.length > 0) yield { address: change.address, declarations, edits };
}

/** How many items are declared and not live, or not yet what they are declared to become. */
export function pendingIn(compared: Compared): number {
  let count = 0;
  for (const change of changesOf(compared)) if (!isDrift(change)) count++;
  return count;
}

/**
 * A person who is declared archived is still to be archived; an attribute is as it is declared or it is not. What has no id comes with
 * something that is not live.
 */
function isDrift({ action, kind, id }: Change): boolean {
  return (action === 'update' && id !== null) || (pullingOf(kind).driftsBy ?? []).includes(action);
}

/** What plan refuses rather than changes. */
function* refusedDrift({ declared, planned }: Compared, live: LiveState): Generator<ItemDrift> {
  const unplanned = new Set(planned.flatMap((item) => (item.state === 'unchanged' ? [item.address] : [])));
  for (const { name, pulling } of pulledKinds()) {
    if (pulling.driftBeyondPlan === undefined || !live.read.has(name)) continue;
    const all = declared.get(name) ?? [];
    const unchanged = all.filter(({ address }) => unplanned.has(address));
    for (const { declaration, edits } of pulling.driftBeyondPlan(unchanged, live.read.get(name), all))
      yield { address: declaration.address, declarations: [declaration], edits };
  }
}
