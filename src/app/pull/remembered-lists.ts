import type { CompanyRows, WireCompany } from '../../kinds/company/wire.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';

/**
 * A reader that asks for each list once. What was gone through as a whole answers for its items too; only what it did not show is
 * asked for.
 */
export function rememberingLists(reader: KindReader): KindReader {
  const lists = new Map<string, Promise<readonly unknown[]>>();
  const companies = new Map<string, WireCompany>();
  const asked = new Map<string, Promise<WireCompany | undefined>>();
  let scan: Promise<CompanyRows> | undefined;

  async function scanned(): Promise<CompanyRows> {
    const rows = await reader.scanCompanies();
    for (const company of rows.companies) companies.set(company.company_id, company);
    return rows;
  }

  async function hasEverything(): Promise<boolean> {
    return (await scan)?.everything ?? false;
  }

  return {
    ...reader,
    list<T>(call: { readonly path: string } & Parameters<typeof reader.list<T>>[0]) {
      const rows = lists.get(call.path) ?? reader.list(call);
      lists.set(call.path, rows);
      return rows as Promise<readonly T[]>; // The path names the list, and with it the type of its rows.
    },
    scanCompanies: () => {
      scan ??= scanned();
      return scan;
    },
    async company(companyId) {
      const everything = await hasEverything();
      const known = companies.get(companyId);
      if (known !== undefined || everything) return known;
      const asking = asked.get(companyId) ?? reader.company(companyId);
      asked.set(companyId, asking);
      return asking;
    },
    async companies(companyIds) {
      const everything = await hasEverything();
      const fresh = everything ? [] : companyIds.filter((id) => !companies.has(id) && !asked.has(id));
      if (fresh.length > 0) {
        const found = reader.companies(fresh);
        for (const id of fresh)
          asked.set(
            id,
            found.then((rows) => rows.get(id)),
          );
        for (const company of (await found).values()) companies.set(company.company_id, company);
      }
      return new Map(
        companyIds.flatMap((id) => {
          const known = companies.get(id);
          return known === undefined ? [] : [[id, known]];
        }),
      );
    },
  };
}
