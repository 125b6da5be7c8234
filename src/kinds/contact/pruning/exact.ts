import type { Catalog } from '../../../types/catalog.ts';
import type { Wanted } from '../comparing/wanted.ts';
import { ownerMarks } from '../sets/owner-tags.ts';

/** What may be taken off anybody. */
export interface Detachable {
  /** What `exact` takes off: Intercom id → the name or company_id that a manifest declares. */
  readonly tags: ReadonlyMap<string, string>;
  readonly companies: ReadonlyMap<string, string>;
  /** The tags that give way to another one. */
  readonly united: Catalog['unitedTags'];
}

/** For plans in which any set has an error. */
export const NOTHING_DETACHABLE: Detachable = { tags: new Map(), companies: new Map(), united: new Map() };

/** Declared tags and companies, and tags that are called otherwise today; never owner tags, whoever owns them, nor what no manifest declares (design 3.5). */
export function detachableIn(catalog: Catalog): Detachable {
  const detachable = {
    tags: new Map<string, string>(),
    companies: new Map<string, string>(),
    united: catalog.unitedTags,
  };
  const marks = ownerMarks(catalog);
  for (const { name, id, declared } of catalog.tags.values()) {
    if (declared !== undefined && id !== undefined && !marks.has(id)) detachable.tags.set(id, name);
  }
  for (const { company_id, id, declared } of catalog.companies.values()) {
    if (declared !== undefined && id !== undefined) detachable.companies.set(id, company_id);
  }
  return detachable;
}

/** What `exact` takes off: tags and companies that a person holds and no set wants for that person. */
export function detached(
  wanted: Wanted,
  held: { readonly tags: ReadonlySet<string>; readonly companies: ReadonlySet<string> },
  detachable: Detachable,
): { readonly tags: readonly string[]; readonly companies: readonly string[] } {
  const wantedTags = new Set((wanted.tags ?? []).map((name) => name.toLowerCase()));
  const wantedCompanies = new Set(wanted.companies);
  return {
    tags: wanted.exact.tags
      ? namesOf(held.tags, detachable.tags).filter((name) => !wantedTags.has(name.toLowerCase()))
      : [],
    companies: wanted.exact.companies
      ? namesOf(held.companies, detachable.companies).filter((id) => !wantedCompanies.has(id))
      : [],
  };
}

function namesOf(held: ReadonlySet<string>, named: ReadonlyMap<string, string>): readonly string[] {
  return [...held].flatMap((id) => named.get(id) ?? []).sort();
}
