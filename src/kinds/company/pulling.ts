import { attributeName } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import { type FieldChange, isMembership } from '../../types/change.ts';
import type { Cell } from '../../types/declaration.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Edit, NewItem, NewItems, PullContext, Pulling } from '../../types/kind/pulling.ts';
import { isOwnerTagName } from '../../types/owner-pattern.ts';
import type { CompanyReader } from '../company-calls.ts';
import { listOf } from '../declared/declare-map.ts';
import { addedEdits } from '../pulled/additions.ts';
import { byKey, leftOut } from '../pulled/items.ts';
import {
  declaredFields,
  liveValue,
  memberEdits,
  valueEdits,
  WRONG_ATTRIBUTE_VALUES,
} from '../pulled/values.ts';
import { isPlainId } from '../values/check-id.ts';
import { isTagName } from '../values/tag-name.ts';
import { type CompanyDeclaration, companyAddress } from './declaration.ts';
import { companyFields, companyTagNames } from './live.ts';
import { companyValues } from './values.ts';
import type { CompanyRows, WireCompany } from './wire.ts';

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
  additions: companyAdditions,
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
    if (isDeclared(address) || catalog.removals.companies.has(company_id)) continue;
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
    const pulled = pulledFields(company, { catalog, isExcluded });
    left.push(...pulled.left);
    const tags = isExcluded(address, 'tags') ? [] : pulledTags(company, catalog);
    const fields = tags.length === 0 ? pulled.fields : { ...pulled.fields, tags };
    items.push({ kind: 'company', address, key: company_id, fields });
  }
  return { items: items.sort(byKey), left };
}

/** Everything but tags, as a manifest says it. */
function pulledFields(
  company: WireCompany,
  { catalog, isExcluded }: Pick<PullContext, 'catalog' | 'isExcluded'>,
): ReturnType<typeof declaredFields> {
  const address = companyAddress(company.company_id);
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
    company_id: company.company_id,
    fromRow: false,
  };
  const values = companyValues(declaration, catalog, () => {});
  return declaredFields({ address, model: 'company', live, values, catalog, isExcluded });
}

/**
 * Owner tags belong to contact sets, of this repository or another one: no manifest names them (design 3.5). A tag that a
 * manifest gives another name has that name already: none may use the former one.
 */
function pulledTags(company: WireCompany, { ownerPatterns, formerTags }: Catalog): readonly string[] {
  const names = companyTagNames(company).filter((name) => !isOwnerTagName(name, ownerPatterns.patterns));
  const today = names.map((name) => formerTags.get(name.toLowerCase())?.heir.name ?? name);
  return [...new Set(today)].filter(isTagName).sort();
}

/** Fields of which the declaration says nothing, and tags that its list lacks. */
function companyAdditions(
  declaration: CompanyDeclaration,
  { catalog, read }: { readonly catalog: Catalog; readonly read: CompanyRows },
): readonly Edit[] {
  const company = read.companies.find(({ company_id }) => company_id === declaration.company_id);
  if (company === undefined) return [];
  const { fields } = pulledFields(company, { catalog, isExcluded: () => false });
  const listed = new Set((listOf(declaration.cells, 'tags') ?? []).map(({ name }) => name.toLowerCase()));
  const add = pulledTags(company, catalog).filter((name) => !listed.has(name.toLowerCase()));
  const tags: readonly Edit[] =
    add.length === 0 ? [] : [{ op: 'list', path: ['tags'], add, drop: [], fold: true }];
  return [...addedEdits(declaration, fields), ...tags];
}

/** Intercom does not clear a standard field of a company, so a manifest cannot hold null there (intercom 5.2). */
function companyEdits(path: string, field: FieldChange, catalog: Catalog): readonly Edit[] {
  if (isMembership(field)) return memberEdits(path, field, catalog);
  const live = liveValue(field);
  if (live === null && attributeName(path) === undefined) return [{ op: 'remove', path: [path] }];
  return valueEdits(path, field, 'company', catalog);
}
