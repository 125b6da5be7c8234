import type { Catalog } from '../../types/catalog.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import { type IntercomFailure, isIntercomFailure } from '../../types/intercom.ts';
import type { CompanyReader } from '../company-calls.ts';
import { formersAmong } from '../declared/united-tags.ts';
import { notRead } from '../not-read.ts';
import type { LookedThrough } from './carrying/look-through.ts';
import { type Carriers, companyTags, NO_CARRIERS } from './live.ts';
import type { CompanyRows, WireCompany } from './wire.ts';

/**
 * Looks all companies through, where a tag gives way to another one and a change of a company may be selected: no list that
 * Intercom filters by tag is known to show companies without users (intercom 5.2).
 */
export async function carriersOfFormerTags(
  looked: LookedThrough,
  catalog: Catalog,
  reader: CompanyReader,
): Promise<Carriers> {
  const { unitedTags, selectable, incomplete, carrying } = catalog;
  if (unitedTags.size === 0 || !carrying.applies || !selectable.below('company/')) return NO_CARRIERS;
  try {
    const { companies, everything } = await allCompanies(looked, reader);
    const carriers = companies.filter((company) => formersIn(company, unitedTags).length > 0);
    const named = carriers.filter(({ company_id }) => company_id !== '');
    return {
      companies: named,
      findings: [
        ...(everything ? [] : [withoutUsers(unitedTags)]),
        ...(named.length === carriers.length ? [] : [withoutId(carriers.length - named.length)]),
      ],
    };
  } catch (error) {
    if (!isIntercomFailure(error)) throw error;
    const finding = refused(error);
    if (finding !== undefined) return { companies: [], findings: [finding] };
    if (error.code !== 'incomplete') throw error;
    for (const { heir } of unitedTags.values()) incomplete.add(heir.address);
    return NO_CARRIERS;
  }
}

/** All companies, which are read once only: the scroll that shows those without users keeps others from scrolling. */
async function allCompanies(
  { companies, which }: LookedThrough,
  reader: CompanyReader,
): Promise<CompanyRows> {
  if (which === 'all' || which === 'some') return { companies, everything: which === 'all' };
  return reader.scanCompanies();
}

/** The tags of a company that give way to another one. */
function formersIn(company: WireCompany, united: Catalog['unitedTags']) {
  return formersAmong(
    companyTags(company).map(({ id }) => id),
    united,
  );
}

function refused({ status }: IntercomFailure): Diagnostic | undefined {
  if (status !== 403) return undefined;
  return notRead('companies', { unread: 'forbidden' }, 'those with a tag under a former name keep it');
}

function withoutUsers(united: Catalog['unitedTags']): Diagnostic {
  return {
    code: 'companies-without-users',
    severity: 'warning',
    summary: 'companies without users were not read',
    detail: `those with ${[...united.values()].map(({ name }) => name).join(', ')} keep it: Intercom lets one reader at a time go through all companies, and another one is at it`,
    help: 'plan again in a minute',
  };
}

function withoutId(count: number): Diagnostic {
  return {
    code: 'former-tag-kept',
    severity: 'warning',
    summary: 'companies keep a tag under a former name',
    detail: `${count === 1 ? '1 company has' : `${count} companies have`} no company_id, so no change can name them`,
    help: 'change their tags in Intercom',
  };
}
