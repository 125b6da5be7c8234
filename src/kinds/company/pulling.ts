import { attributeName } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Json } from '../../types/json.ts';
import type { Edit, NewItem, NewItems, PullContext, Pulling } from '../../types/kind/pulling.ts';
import type { CompanyReader } from '../company-calls.ts';
import { byKey, leftOut } from '../pulled/items.ts';
import {
  declaredFields,
  liveValue,
  membershipEdit,
  setEdit,
  WRONG_ATTRIBUTE_VALUES,
} from '../pulled/values.ts';
import { isPlainId } from '../values/check-id.ts';
import { isTagName } from '../values/tag-name.ts';
import { type CompanyDeclaration, companyAddress } from './declaration.ts';
import { companyFields, companyTagNames } from './live.ts';
import { companyValues } from './values.ts';
import type { CompanyRows } from './wire.ts';

export const companyPulling: Pulling<CompanyDeclaration, CompanyRows, CompanyReader> = {
  part: 'companies',
  help: 'Companies.',
  form: {
    items: 'map',
    list: 'companies',
    base: 'companies',
    pathOf: ({ company_id }) => ({ key: company_id }),
  },
  neededBy: ['contacts'],
  wrongValues: [...WRONG_ATTRIBUTE_VALUES, 'company-value'],
  read: (reader) => reader.scanCompanies(),
  count: ({ companies }) => companies.length,
  unreadFindings: ({ everything }) => (everything ? [] : [WITHOUT_USERS]),
  undeclared: undeclaredCompanies,
  edits: (path, field, { catalog }) => companyEdits(path, field, catalog),
};

const WITHOUT_USERS: Diagnostic = {
  code: 'companies-without-users',
  severity: 'warning',
  summary: 'companies without users were not read',
  detail: 'Intercom lets one reader at a time go through all companies, and another one is at it',
  help: 'pull again in a minute to have them too',
};

function undeclaredCompanies(
  { companies }: CompanyRows,
  { catalog, isDeclared, isExcluded }: PullContext,
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
    // Intercom shows 0 for every company without a value (intercom 5.2).
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
    const tags = companyTagNames(company).filter(isTagName).sort();
    const declared: Record<string, Json> = { ...fields.fields };
    if (tags.length > 0 && !isExcluded(address, 'tags')) declared['tags'] = tags;
    items.push({ kind: 'company', address, key: company_id, fields: declared });
  }
  return { items: items.sort(byKey), left };
}

/** Intercom does not clear a standard field of a company, so a manifest cannot hold null there (intercom 5.2). */
function companyEdits(path: string, field: FieldChange, catalog: Catalog): readonly Edit[] {
  if (isMembership(field)) return [membershipEdit(path, field)];
  const live = liveValue(field);
  if (live === null && attributeName(path) === undefined) return [{ op: 'remove', path: [path] }];
  return [setEdit(path, live, 'company', catalog)];
}
