import type { JsonObject } from '../../../types/json.ts';
import { EMPTY_LIST, EMPTY_OBJECT } from '../../empty.ts';

/** A company as stored; times are unix seconds. */
export interface CompanyRecord {
  readonly id: string;
  readonly company_id: string;
  readonly name: string | undefined;
  readonly plan: string | undefined;
  readonly size: number | undefined;
  readonly website: string | undefined;
  readonly industry: string | undefined;
  readonly monthly_spend: number;
  readonly remote_created_at: number | undefined;
  readonly last_request_at: number | undefined;
  readonly created_at: number;
  readonly updated_at: number;
  readonly custom_attributes: JsonObject;
  /** Tag ids. */
  readonly tags: readonly string[];
  readonly notes: readonly string[];
}

/** A company with nothing in it. */
export function blankCompany(id: string, companyId: string, now: number): CompanyRecord {
  return {
    id,
    company_id: companyId,
    name: undefined,
    plan: undefined,
    size: undefined,
    website: undefined,
    industry: undefined,
    monthly_spend: 0,
    remote_created_at: undefined,
    last_request_at: undefined,
    created_at: now,
    updated_at: now,
    custom_attributes: EMPTY_OBJECT,
    tags: EMPTY_LIST,
    notes: EMPTY_LIST,
  };
}
