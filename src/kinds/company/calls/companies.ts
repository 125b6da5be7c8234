import type { IntercomReader } from '../../../types/intercom.ts';
import type { CompanyCalls } from '../../company-calls.ts';
import { lookUpCompanies } from './look-up.ts';
import { companyByCompanyId } from './one-company.ts';
import { readCompanies } from './pages.ts';

/** The calls about companies, answered by Intercom. */
export function companyCalls(reader: IntercomReader): CompanyCalls {
  const company: CompanyCalls['company'] = async (companyId) => {
    const found = await reader.find(companyByCompanyId(companyId));
    if (found.state === 'moved') throw found.failure;
    return found.state === 'live' ? found.value : undefined;
  };
  return {
    company,
    companies: (companyIds) => lookUpCompanies(companyIds, reader, company),
    scanCompanies: () => readCompanies(reader),
  };
}
