import type { IntercomReader } from '../types/intercom.ts';
import type { CompanyRows, WireCompany } from './company/wire.ts';

/** What is asked about companies. Others may answer it instead of Intercom: a snapshot, or what a pull has read already. */
export interface CompanyCalls {
  /** One company by your own company_id; undefined when there is none. */
  company(companyId: string): Promise<WireCompany | undefined>;
  /** Those of these companies that are live, by company_id: from lists where that costs fewer requests than one read each. */
  companies(companyIds: readonly string[]): Promise<ReadonlyMap<string, WireCompany>>;
  /** All companies; rejects with code `incomplete` when fewer came than Intercom said there are (law 10). */
  scanCompanies(): Promise<CompanyRows>;
}

/** What companies are read by. */
export type CompanyReader = IntercomReader & CompanyCalls;
