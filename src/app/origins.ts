import { addressSegments } from '../types/address.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Change } from '../types/change.ts';
import type { Origin } from '../types/declaration.ts';
import type { Planned } from '../types/kind.ts';
import type { Loaded } from './load.ts';

type OriginsOf = (change: Change) => readonly Origin[];

type Declared = Pick<Loaded, 'declared' | 'sets'> & { readonly catalog: Catalog };

/**
 * The documents behind a change: all that declare the item, every contact set of a person, the set that somebody left, and the
 * one that absorbs a lead.
 */
function originsIn({ declared, sets, catalog }: Declared): OriginsOf {
  const byAddress = new Map<string, readonly Origin[]>();
  for (const [kind, list] of declared) {
    // A person's document is that of the set, which the address names: there may be a million of them.
    if (kind === 'contact') continue;
    for (const { address, origins = [] } of list) byAddress.set(address, origins);
  }
  return (change) => {
    if (change.kind === 'merge') return catalog.merges.of(change.id ?? '')?.origins ?? [];
    return [change.address, ...change.also].flatMap((address) => {
      const [kind, set] = change.kind === 'contact' ? addressSegments(address) : [];
      return (kind === 'contact' ? sets.get(set ?? '') : byAddress.get(address)) ?? [];
    });
  };
}

/** With the teams that own what is behind each change; as it is where no manifest has an owner. */
export function withOwners(planned: readonly Planned[], of: Declared): readonly Planned[] {
  const isOwned = ({ owner }: Origin) => owner !== undefined;
  const lists = [...of.declared.entries()].filter(([kind]) => kind !== 'contact').flatMap(([, list]) => list);
  const hasOwners =
    [...of.sets.values()].some((origins) => origins.some(isOwned)) ||
    lists.some(({ origins }) => origins?.some(isOwned));
  if (!hasOwners) return planned;
  const originsOf = originsIn(of);
  return planned.map((item) => {
    if (item.state !== 'change') return item;
    const owners = new Set(originsOf(item.change).flatMap(({ owner }) => owner ?? []));
    if (owners.size === 0) return item;
    const { change } = item;
    return {
      ...item,
      change: { ...change, context: { ...change.context, owners: [...owners].sort() } },
    };
  });
}
