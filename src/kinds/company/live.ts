import { address } from '../../types/address.ts';
import { attributePath } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Json } from '../../types/json.ts';
import type { CompanyReader } from '../company-calls.ts';
import type { CompanyDeclaration } from './declaration.ts';
import { neededCompanies } from './needed.ts';
import type { WireCompany } from './wire.ts';

/** Live companies by company_id, of those that are declared or referred to. */
export type LiveCompanies = ReadonlyMap<string, WireCompany>;

/** Reads the companies that are declared or referred to, as far as the selection needs them. */
export async function observeCompanies(
  declared: readonly CompanyDeclaration[],
  catalog: Catalog,
  reader: CompanyReader,
): Promise<LiveCompanies> {
  const needed = neededCompanies(declared, catalog);
  const live = await reader.companies([...needed]);
  for (const [companyId, { id }] of live) {
    const known = catalog.companies.get(companyId);
    catalog.companies.set(companyId, { company_id: companyId, id, declared: known?.declared });
    catalog.ids.set(address('company', companyId), id);
  }
  for (const known of catalog.companies.values())
    if (!needed.has(known.company_id)) catalog.companies.set(known.company_id, { ...known, unread: true });
  return live;
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
