import { isPlainId } from '../../kinds/check-id.ts';
import { type CompanyDeclaration, companyAddress } from '../../kinds/company/declaration.ts';
import { companyFields, companyTagNames } from '../../kinds/company/live.ts';
import { companyValues } from '../../kinds/company/values.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { WireCompany } from '../../types/intercom.ts';
import type { Json } from '../../types/json.ts';
import { declaredFields } from './declared-fields.ts';
import { byKey, leftOut, type NewItem, type NewItems } from './new-item.ts';
import { isDeclarable } from './new-tags.ts';

/** Companies that no manifest declares. */
export function newCompanies(
  companies: readonly WireCompany[],
  catalog: Catalog,
  isDeclared: (address: string) => boolean,
  isExcluded: (address: string, path: string) => boolean,
): NewItems {
  const items: NewItem[] = [];
  const left: Diagnostic[] = [];
  for (const company of companies) {
    const { company_id } = company;
    const address = companyAddress(company_id);
    if (isDeclared(address)) continue;
    if (!isPlainId(company_id)) {
      left.push(
        leftOut(
          address,
          'a company cannot be declared and stays unmanaged',
          `company ${company.id} has no company_id that a manifest can hold`,
        ),
      );
      continue;
    }
    const live = companyFields(company);
    // What every company shows that nobody gave a value (api.md 5.2).
    if (live.get('monthly_spend') === 0) live.delete('monthly_spend');
    const cells = new Map(
      [...live].map(([path, value]): [string, Cell] => [path, { value, place: { file: '' } }]),
    );
    const declaration: CompanyDeclaration = {
      kind: 'company',
      address,
      place: { file: '' },
      order: 0,
      version: null,
      cells,
      company_id,
      fromRow: false,
    };
    const values = companyValues(declaration, catalog, () => {});
    const fields = declaredFields({ address, model: 'company', live, values, catalog, isExcluded });
    left.push(...fields.left);
    const tags = companyTagNames(company).filter(isDeclarable).sort();
    const declared: Record<string, Json> = { ...fields.fields };
    if (tags.length > 0 && !isExcluded(address, 'tags')) declared['tags'] = tags;
    items.push({ kind: 'company', address, key: company_id, fields: declared });
  }
  return { items: items.sort(byKey), left };
}
