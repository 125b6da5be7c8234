import type { Catalog } from '../../types/catalog.ts';
import type { Report } from '../../types/diagnostic.ts';
import { emailKey, holdsKey } from '../person-values.ts';
import type { Wanted } from './wanted.ts';

/** So many addresses are shown of those that are left alone. */
const MOST_NAMED = 3;

/**
 * Whoever a row names that was left out is not changed at all, whatever other rows and sets say: the row may be the one that
 * keeps them where they are, or that holds the higher value.
 */
export function leaveAlone(
  people: readonly Wanted[],
  catalog: Catalog,
  report: Report,
): { readonly named: readonly Wanted[]; readonly rest: readonly Wanted[] } {
  const { leftAlone } = catalog;
  for (const { rejectedKeys } of catalog.sets) for (const key of rejectedKeys) leftAlone.add(key);
  const inDoubt = catalog.sets.some(({ doubt }) => doubt === 'everybody');
  if (leftAlone.size === 0 && !inDoubt) return { named: [], rest: people };
  const named = people.filter((item) => isNamed(item, leftAlone));
  const [first] = named;
  if (first === undefined) return { named, rest: people };
  const out = new Set(named);
  // Merges may know them by other keys.
  for (const { all } of named) {
    for (const { id, externalId, email } of all)
      for (const key of [id, externalId, email && emailKey(email)]) if (key) leftAlone.add(key);
  }
  report({
    code: 'left-alone',
    severity: 'warning',
    summary: 'contacts that a skipped row names are left alone in every set',
    detail: `${counted(named.length)}: ${samples(named)}`,
    help: 'mend the rows that were left out, then plan again',
    address: first.lead.address,
    ...first.lead.place,
  });
  return { named, rest: people.filter((item) => !out.has(item)) };
}

function counted(count: number): string {
  return count === 1 ? '1 contact' : `${count} contacts`;
}

function samples(named: readonly Wanted[]): string {
  const shown = named.slice(0, MOST_NAMED).map(({ lead }) => lead.address);
  return [...shown, ...(named.length > MOST_NAMED ? ['…'] : [])].join(', ');
}

function isNamed({ all, person, absorb }: Wanted, keys: ReadonlySet<string>): boolean {
  return (
    all.some(({ set }) => set.doubt === 'everybody') ||
    all.some(({ id, externalId, email }) => holdsKey({ id, external_id: externalId, email }, keys)) ||
    [...(person === undefined ? [] : [person]), ...absorb].some((live) => holdsKey(live, keys))
  );
}
