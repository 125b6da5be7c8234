import { address } from '../../types/address.ts';
import { attributeName } from '../../types/attribute-path.ts';
import type { Catalog } from '../../types/catalog.ts';
import type { Change, FieldChange, MembershipChange } from '../../types/change.ts';
import type { Report } from '../../types/diagnostic.ts';
import type { Planned } from '../../types/kind.ts';
import {
  type CarriedFields,
  carriedReason,
  carriesAlone,
  NOTHING_CARRIED,
} from '../carrying/carried-fields.ts';
import { decidedAt, listOf, sourceOf } from '../declared/declare-map.ts';
import { checkTagReferences } from '../declared/references.ts';
import { reportRemovedCompany, reportRemovedTag } from '../declared/removed-too.ts';
import { NOTHING_UNITED, type Uniting, unitesAlone } from '../declared/united-tags.ts';
import { checkId } from '../values/check-id.ts';
import { CompanyCarrying } from './carrying/carry-companies.ts';
import { type CompanyDeclaration, companyAddress } from './declaration.ts';
import { companyFields, companyTags, type LiveCompanies } from './live.ts';
import { unitingOf } from './uniting.ts';
import { companyValues } from './values.ts';

/** Publishes the declared companies and checks their ids. */
export function checkCompanies(
  declared: readonly CompanyDeclaration[],
  catalog: Catalog,
  report: Report,
): void {
  for (const { company_id, address, place, cells } of declared) {
    for (const tag of listOf(cells, 'tags') ?? []) reportRemovedTag({ ...tag, address }, catalog, report);
    checkId('a company_id', { value: company_id, place }, address, report);
    if (company_id.trim() !== company_id || company_id === '') {
      report({
        code: 'company-id',
        severity: 'error',
        summary: 'a company_id is empty or has space around it',
        help: 'use your own immutable id of the company',
        address,
        ...place,
      });
    }
    reportRemovedCompany({ name: company_id, address, place }, catalog, report, 'declared');
    catalog.companies.set(company_id, { company_id, id: undefined, declared: address });
  }
}

/**
 * Compares declared companies with live ones. For companies that were not read, only errors are reported. Companies that hold
 * values for other attributes get these, and those that carry tags under former names get the tags of today, whether or not a
 * manifest declares them.
 */
export function diffCompanies(
  declared: readonly CompanyDeclaration[],
  { known, looked, carriers }: LiveCompanies,
  catalog: Catalog,
  report: Report,
): readonly Planned[] {
  const carrying = new CompanyCarrying(catalog);
  // The catalog has the names that live tags will have after this plan.
  const tagNames = new Map([...catalog.tags.values()].map(({ id, name }) => [id, name]));
  const compared = declared.flatMap((declaration): readonly Planned[] => {
    const company = known.get(declaration.company_id);
    const current = company === undefined ? undefined : companyFields(company);
    const fields: Record<string, FieldChange> = {};
    const values = companyValues(declaration, catalog, report);
    for (const [path, after] of values) {
      const before = current?.get(path) ?? null;
      if (before === after || (current === undefined && after === null)) continue;
      fields[path] = current === undefined ? { after } : { before, after };
    }
    const carried = company === undefined ? undefined : carrying.into(company, fields, values);
    Object.assign(fields, carried?.fields);
    const names = checkTagReferences(
      listOf(declaration.cells, 'tags') ?? [],
      declaration.address,
      catalog,
      report,
    );
    const held = new Set(
      company === undefined
        ? []
        : companyTags(company).map(({ id, name }) => (tagNames.get(id) ?? name).toLowerCase()),
    );
    const add = names.filter((name) => !held.has(name.toLowerCase()));
    const uniting = company === undefined ? NOTHING_UNITED : unitingOf(company, names, catalog);
    const tags = { add: [...add, ...uniting.add], remove: uniting.remove };
    if (tags.add.length + tags.remove.length > 0) fields['tags'] = tags;
    // A company that was not read: only its errors were of interest.
    if (catalog.companies.get(declaration.company_id)?.unread === true) return [];
    if (company !== undefined && Object.keys(fields).length === 0) {
      return [{ state: 'unchanged', address: declaration.address }];
    }
    const planned = change(declaration, company?.id ?? null, fields, { tags, carried, uniting });
    return [{ state: 'change', order: declaration.order, change: planned }];
  });
  const own = new Set(declared.map(({ company_id }) => company_id));
  const others = new Map(
    [...looked.companies, ...carriers.companies].map((company) => [company.id, company]),
  );
  const carried = [...others.values()].flatMap((company) =>
    own.has(company.company_id) ? [] : carrying.undeclared(company),
  );
  carrying.end(looked, report);
  for (const finding of carriers.findings) report(finding);
  return [...compared, ...carried];
}

/** What a change of a declared company does besides writing what its manifest says. */
interface Lists {
  readonly tags: MembershipChange;
  readonly carried: CarriedFields | undefined;
  readonly uniting: Uniting;
}

function change(
  declaration: CompanyDeclaration,
  id: string | null,
  fields: Record<string, FieldChange>,
  { tags, carried = NOTHING_CARRIED, uniting }: Lists,
): Change {
  const context = { ...carried.context, ...uniting.context };
  const custom = Object.keys(fields).flatMap((path) => attributeName(path) ?? []);
  return {
    address: companyAddress(declaration.company_id),
    kind: 'company',
    action: id === null ? 'create' : 'update',
    id,
    requires: [
      ...custom.map((name) => address('attribute', 'company', name)),
      ...tags.add.map((name) => address('tag', name.toLowerCase())),
    ],
    irreversible: false,
    reason: id === null ? 'declared, not live' : whyUpdated(fields, { tags, carried, uniting }),
    notes: [],
    also: [],
    fields,
    source: sourceOf(decidedAt(declaration, Object.keys(fields))),
    ...(Object.keys(context).length === 0 ? {} : { context }),
  };
}

function whyUpdated(
  fields: Readonly<Record<string, FieldChange>>,
  { tags, carried, uniting }: Lists,
): string {
  if (carried !== undefined && carriesAlone(fields, carried)) return carriedReason(carried);
  const isTagsAlone = Object.keys(fields).length === 1 && 'tags' in fields;
  return isTagsAlone && unitesAlone(tags, uniting) ? uniting.why.join('; ') : 'differs from live';
}
