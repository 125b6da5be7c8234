import { address } from '../../types/address.ts';
import { attributePath } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { CompanyReader } from '../company-calls.ts';
import { type LookedThrough, lookThrough } from './carrying/look-through.ts';
import type { CompanyDeclaration } from './declaration.ts';
import { neededCompanies } from './needed.ts';
import type { WireCompany } from './wire.ts';

/** The companies that carry a tag which gives way to another one, whether or not a manifest declares them. */
export interface Carriers {
  readonly companies: readonly WireCompany[];
  /** Why some may be missing, or keep the tag. */
  readonly findings: readonly Diagnostic[];
}

export const NO_CARRIERS: Carriers = { companies: [], findings: [] };

export interface LiveCompanies {
  /** By company_id, those that are declared or referred to. */
  readonly known: ReadonlyMap<string, WireCompany>;
  /** Those that may hold values for other attributes. */
  readonly looked: LookedThrough;
  readonly carriers: Carriers;
}

/**
 * Reads the companies that are declared or referred to, as far as the selection needs them, and all of them where values are
 * carried. The one comes after the other: a scroll that is open keeps others from scrolling (intercom 5.2).
 */
export async function observeCompanies(
  declared: readonly CompanyDeclaration[],
  catalog: Catalog,
  reader: CompanyReader,
): Promise<LiveCompanies> {
  const needed = neededCompanies(declared, catalog);
  const looked = await lookThrough(catalog, reader);
  const found = new Map<string, WireCompany>();
  for (const company of looked.companies)
    if (needed.has(company.company_id) || catalog.companies.has(company.company_id))
      found.set(company.company_id, company);
  // What a list does not show is read by itself (law 10).
  const others = await reader.companies([...needed].filter((id) => !found.has(id)));
  const known = new Map([...found, ...others]);
  for (const [companyId, { id }] of known) {
    const declaredAt = catalog.companies.get(companyId)?.declared;
    catalog.companies.set(companyId, { company_id: companyId, id, declared: declaredAt });
    catalog.ids.set(address('company', companyId), id);
  }
  for (const company of catalog.companies.values())
    if (!needed.has(company.company_id) && !known.has(company.company_id))
      catalog.companies.set(company.company_id, { ...company, unread: true });
  return { known, looked, carriers: NO_CARRIERS };
}

/**
 * Field path → value in the form that is sent; absent, null and "" are left out. `plan` is written as text and read as an
 * object (intercom 5.2).
 */
export function companyFields(company: WireCompany): Map<string, Json> {
  const fields = new Map<string, Json>();
  const put = (path: string, value: Json | undefined) => {
    if (value !== undefined && value !== null && value !== '') fields.set(path, value);
  };
  put('name', company.name);
  put('plan', company.plan?.name);
  put('size', company.size);
  put('website', company.website);
  put('industry', company.industry);
  put('monthly_spend', company.monthly_spend);
  put('remote_created_at', company.remote_created_at);
  for (const [name, value] of Object.entries(company.custom_attributes ?? {}))
    put(attributePath(name), value);
  return fields;
}

export function companyTagNames(company: WireCompany): readonly string[] {
  return companyTags(company).map((tag) => tag.name);
}

export function companyTags({
  tags,
}: WireCompany): readonly { readonly id: string; readonly name: string }[] {
  return tags?.tags ?? [];
}
