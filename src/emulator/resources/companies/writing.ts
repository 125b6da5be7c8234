import type { Json, JsonObject } from '../../../types/json.ts';
import { jsonEqual } from '../../json.ts';
import type { Call } from '../../router.ts';
import { readCompanyFields } from './fields.ts';
import { blankCompany, type CompanyRecord } from './record.ts';
import { companiesOf } from './store.ts';

/** Where a company is written, and by which version's rules. */
type Writing = Pick<Call, 'workspace' | 'version'>;

/**
 * Creates the company with this company_id, or updates it where there is one (intercom 5.2).
 *
 * @throws ApiError before anything is written.
 */
export function ensureCompany(companyId: string, body: JsonObject, writing: Writing): CompanyRecord {
  const { workspace } = writing;
  const found = companiesOf(workspace).find(companyId);
  if (found !== undefined) return storeCompany(found, body, writing, 'POST');
  const now = workspace.now();
  const blank = blankCompany(workspace.newId(now), companyId, now);
  const made = { ...blank, ...readCompanyFields(body, blank, 'POST', writing), updated_at: now };
  companiesOf(workspace).put(made);
  return made;
}

/** Stores what differs from before; a write that changes nothing does not move updated_at. */
export function storeCompany(
  before: CompanyRecord,
  body: JsonObject,
  writing: Writing,
  method: 'POST' | 'PUT',
): CompanyRecord {
  const after: CompanyRecord = { ...before, ...readCompanyFields(body, before, method, writing) };
  // Records hold nothing but JSON and undefined.
  if (jsonEqual(before as unknown as Json, after as unknown as Json)) return before;
  const stored = { ...after, updated_at: writing.workspace.now() };
  companiesOf(writing.workspace).put(stored);
  return stored;
}
