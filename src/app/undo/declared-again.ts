import { kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Catalog } from '../../types/catalog.ts';
import { isMembership } from '../../types/change.ts';
import type { Undone } from '../../types/undoing.ts';
import type { Loaded } from '../loaded.ts';

/**
 * Addresses of the undone changes that the present manifests would make again at the next apply, in the order of the run. What
 * manifests refer to has to be looked up for that: attributes, tags and teammates, with one request each.
 */
export async function declaredAgain(
  undone: readonly Undone[],
  declared: Loaded['declared'],
  catalog: Catalog,
  reader: KindReader,
): Promise<readonly string[]> {
  const declares = catalog.sets.length > 0 || [...declared.values()].some(({ length }) => length > 0);
  if (undone.length === 0 || !declares) return [];
  for (const kind of kinds) kind.check(declared.get(kind.name) ?? [], catalog, () => {});
  // Companies would be read one by one. Only those that the run attached or detached matter here, and their company_ids are
  // enough.
  catalog.references.companies.clear();
  for (const companyId of companiesIn(undone)) {
    if (!catalog.companies.has(companyId))
      catalog.companies.set(companyId, { company_id: companyId, id: companyId, declared: undefined });
  }
  for (const kind of kinds) await kind.observe?.([], catalog, reader);
  const again = new Set(
    kinds.flatMap((kind) => {
      const own = undone.filter(({ made }) => made.kind === kind.name);
      return own.length === 0
        ? []
        : (kind.undoing?.again?.(own, declared.get(kind.name) ?? [], catalog) ?? []);
    }),
  );
  return undone.flatMap(({ made }) => (again.has(made.address) ? [made.address] : []));
}

function companiesIn(undone: readonly Undone[]): readonly string[] {
  return undone.flatMap(({ inverse }) => {
    const { companies } = inverse.fields;
    return companies !== undefined && isMembership(companies) ? [...companies.add, ...companies.remove] : [];
  });
}
