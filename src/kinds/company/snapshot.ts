import { byText } from '../../types/by-text.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { JsonObject } from '../../types/json.ts';
import type { KeptRows } from '../../types/kind/snapshot.ts';
import { absentOr, array, boolean, map, object, string } from '../../types/shape.ts';
import type { CompanyReader } from '../company-calls.ts';
import { pickedRow } from '../wire/picked-row.ts';
import { companyIdsAt } from './declaration.ts';
import type { WireCompany } from './wire.ts';

/**
 * Every company that could be reached, and those that the manifests name, because lists hide companies without users
 * (intercom 5.2).
 */
export const companySnapshot: KeptRows<WireCompany, CompanyReader> = {
  key: 'companies',
  sinceFirstFormat: true,
  shape: object({
    id: string,
    company_id: string,
    custom_attributes: absentOr(map),
    tags: absentOr(object({ tags: array(object({ id: string, name: string })) })),
  }),
  facts: { companies_complete: boolean, companies_absent: array(string) },
  read: readCompanies,
  answer: companyAnswers,
};

/** The part of a snapshot about companies. `companies_complete`: a company that is not among the rows does not exist. */
interface KnownCompanies {
  readonly companies: readonly WireCompany[];
  readonly companies_complete: boolean;
  /** company_ids that the manifests name and that do not exist. */
  readonly companies_absent: readonly string[];
}

/** company_ids that manifests declare, now or in later versions, or refer to. */
function namedIn({ companies, references, later }: Catalog): readonly string[] {
  return [...new Set([...companies.keys(), ...references.companies, ...companyIdsAt(later.addresses)])];
}

async function readCompanies(
  reader: CompanyReader,
  catalog: Catalog,
): Promise<{ readonly rows: readonly WireCompany[]; readonly facts: JsonObject }> {
  const { companies, everything } = await reader.scanCompanies();
  const found = new Map<string, WireCompany>(companies.map((row) => [row.company_id, usedOf(row)]));
  const missing = namedIn(catalog).filter((id) => !found.has(id));
  const asked = everything || missing.length === 0 ? new Map() : await reader.companies(missing);
  for (const [id, company] of asked) found.set(id, usedOf(company));
  const absent = missing.filter((id) => !found.has(id));
  return {
    rows: [...found.values()].sort((a, b) => byText(a.company_id, b.company_id)),
    facts: { companies_complete: everything, companies_absent: absent.sort() },
  };
}

function usedOf(row: WireCompany): WireCompany {
  const company = pickedRow(row, [
    'id',
    'company_id',
    'name',
    'size',
    'website',
    'industry',
    'monthly_spend',
    'remote_created_at',
    'custom_attributes',
  ]);
  const { plan, tags } = row;
  return {
    ...company,
    ...(plan?.name === undefined ? {} : { plan: { name: plan.name } }),
    ...(tags === undefined ? {} : { tags: { tags: tags.tags.map((tag) => pickedRow(tag, ['id', 'name'])) } }),
  };
}

function companyAnswers<R extends CompanyReader>(
  snapshot: Readonly<Record<string, unknown>>,
  reader: R,
): { readonly reader: R; gaps(): readonly Diagnostic[] } {
  const {
    companies,
    companies_complete: isComplete,
    companies_absent,
  } = snapshot as unknown as KnownCompanies; // Its shape was checked.
  const rows = new Map(companies.map((row) => [row.company_id, row]));
  const absent = new Set(companies_absent);
  const unknown = new Set<string>();
  const company = (companyId: string) => {
    const known = rows.get(companyId);
    if (known === undefined && !isComplete && !absent.has(companyId)) unknown.add(companyId);
    return known;
  };
  return {
    reader: {
      ...reader,
      company: async (companyId) => company(companyId),
      companies: async (companyIds) =>
        new Map(
          companyIds.flatMap((id) => {
            const known = company(id);
            return known === undefined ? [] : [[id, known]];
          }),
        ),
      scanCompanies: async () => ({ companies, everything: isComplete }),
    },
    gaps: () => [...unknown].sort().map(unknownCompany),
  };
}

function unknownCompany(companyId: string): Diagnostic {
  return {
    code: 'snapshot-company',
    severity: 'warning',
    summary: 'the snapshot does not tell whether this company is live',
    detail: `${JSON.stringify(companyId)}: it is planned as if it were not`,
    help: 'Intercom lists only companies with users: take the snapshot with the manifests that name it',
  };
}
