import type { Catalog } from '../../types/catalog.ts';
import type { Wanted } from './wanted.ts';

/**
 * What `exact` takes off (DESIGN 3.5): tags and companies that a manifest declares and no set wants here. Never an owner tag,
 * never what no manifest declares.
 */
export function detached(
  wanted: Wanted,
  held: { readonly tags: ReadonlySet<string>; readonly companies: ReadonlySet<string> },
  catalog: Catalog,
): { readonly tags: readonly string[]; readonly companies: readonly string[] } {
  const tags: string[] = [];
  if (wanted.exact.tags) {
    const names = new Set((wanted.tags ?? []).map((name) => name.toLowerCase()));
    for (const [key, { name, id, declared }] of catalog.tags) {
      if (declared === undefined || id === undefined || names.has(key) || catalog.ownerTags.has(key))
        continue;
      if (held.tags.has(id)) tags.push(name);
    }
  }
  const companies: string[] = [];
  if (wanted.exact.companies) {
    for (const { company_id, id, declared } of catalog.companies.values()) {
      if (declared === undefined || id === undefined || wanted.companies?.includes(company_id)) continue;
      if (held.companies.has(id)) companies.push(company_id);
    }
  }
  return { tags: tags.sort(), companies: companies.sort() };
}
