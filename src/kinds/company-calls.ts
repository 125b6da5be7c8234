import type { IntercomReader } from '../types/intercom.ts';
import type { CompanyRows, WireCompany } from './company/wire.ts';

/** The reads of companies. Something else than Intercom may answer them: a snapshot, or what a pull has read already. */
export interface CompanyCalls {
  /** One company by your own company_id; undefined when there is none. */
  company(companyId: string): Promise<WireCompany | undefined>;
  /** Those of these companies that are live, by company_id. Uses lists where that takes fewer requests than single reads. */
  companies(companyIds: readonly string[]): Promise<ReadonlyMap<string, WireCompany>>;
  /** All companies; rejects with code `incomplete` when fewer came than Intercom said there are (law 10). */
  scanCompanies(): Promise<CompanyRows>;
}

/** The reader that companies need. */
export type CompanyReader = IntercomReader & CompanyCalls;
