import type { Catalog, LeftAlone } from '../../../types/catalog.ts';
import type { Report } from '../../../types/diagnostic.ts';
import { emailKey, holdsKey } from '../../people/person-values.ts';
import type { Wanted } from '../comparing/wanted.ts';

/** How many addresses of people who are left alone are shown. */
const MOST_NAMED = 3;

/**
 * A person named by a row that was left out is not changed at all, whatever other rows and sets say: the row may be the one
 * that keeps the person in a set, or that has the value of higher precedence.
 */
export function leaveAlone(
  people: readonly Wanted[],
  catalog: Catalog,
): { readonly named: readonly Wanted[]; readonly rest: readonly Wanted[] } {
  const { leftAlone } = catalog;
  const inDoubt = catalog.sets.some(({ rejects }) => rejects.doubt === 'everybody');
  if (leftAlone.size === 0 && !inDoubt) return { named: [], rest: people };
  const named = people.filter((item) => isNamed(item, leftAlone));
  if (named.length === 0) return { named, rest: people };
  const out = new Set(named);
  // Merges may know them by other keys.
  for (const { all } of named) {
    for (const { id, externalId, email } of all)
      for (const key of [id, externalId, email && emailKey(email)]) if (key) leftAlone.add(key);
  }
  return { named, rest: people.filter((item) => !out.has(item)) };
}

/** The address and place of somebody who is left alone. */
export type NamedPerson = Pick<Wanted['lead'], 'address' | 'place'>;

/** Reports how many people are left alone, and the first of them. */
export function tellLeftAlone(named: Iterable<NamedPerson>, report: Report): void {
  const first: NamedPerson[] = [];
  let count = 0;
  for (const one of named) if (++count <= MOST_NAMED) first.push(one);
  const [sample] = first;
  if (sample === undefined) return;
  const samples = [...first.map(({ address }) => address), ...(count > MOST_NAMED ? ['…'] : [])].join(', ');
  report({
    code: 'left-alone',
    severity: 'warning',
    summary: 'contacts that a skipped row names are left alone in every set',
    detail: `${counted(count)}: ${samples}`,
    help: 'mend the rows that were left out, then plan again',
    address: sample.address,
    ...sample.place,
  });
}

function counted(count: number): string {
  return count === 1 ? '1 contact' : `${count} contacts`;
}

function isNamed({ all, person, absorb }: Wanted, keys: Pick<LeftAlone, 'has'>): boolean {
  return (
    all.some(({ set }) => set.rejects.doubt === 'everybody') ||
    all.some(({ id, externalId, email }) => holdsKey({ id, external_id: externalId, email }, keys)) ||
    [...(person === undefined ? [] : [person]), ...absorb].some((live) => holdsKey(live, keys))
  );
}
