import type { CompanyRows, WireCompany } from '../../kinds/company/wire.ts';
import type { KindReader } from '../../kinds/kind-reader.ts';
import type { Json } from '../../types/json.ts';
import { type AnyList, firstCall, listKey } from '../../types/wire-call.ts';

/** A reader that reads each list once. A complete list also answers questions about single items; what it did not contain is read. */
export function rememberingLists(reader: KindReader): KindReader {
  const lists = new Map<string, Promise<readonly CameRow[]>>();
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
    async list(list) {
      const key = listKey(list);
      const rows = lists.get(key) ?? reader.list(asItCame(list));
      lists.set(key, rows);
      const call = firstCall(list);
      return (await rows).map(({ came }) => call.row(came));
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

interface CameRow {
  readonly came: Json;
}

/** The list with its rows as they came, because each caller reads them with its own `row`; a malformed row is refused at once. */
function asItCame<T>(list: AnyList<T>): AnyList<CameRow> {
  if (typeof list === 'function')
    return (cursor) => {
      const call = list(cursor);
      return { ...call, row: (came) => ({ id: call.row(came).id, came }) };
    };
  return {
    ...list,
    row(came) {
      list.row(came);
      return { came };
    },
  };
}
