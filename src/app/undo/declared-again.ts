import { kinds } from '../../kinds/index.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Catalog } from '../../types/catalog.ts';
import { isMembership } from '../../types/change.ts';
import type { Undone } from '../../types/undoing.ts';
import type { Loaded } from '../loaded.ts';

/**
 * Addresses of the changes that the manifests of today would make again at the next apply, in the order of the run. Values are
 * read as planning reads them, so what manifests refer to is looked up: attributes, tags and teammates, one request each.
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
  // Companies are read one by one, and only those that the run gave or took away can be wanted again.
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
