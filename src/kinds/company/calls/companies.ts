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
  // Intercom has one scroll for all of a workspace (intercom 5.2), so those of one run come one after the other.
  let last: Promise<unknown> = Promise.resolve();
  return {
    company,
    companies: (companyIds) => lookUpCompanies(companyIds, reader, company),
    scanCompanies() {
      const next = last.then(() => readCompanies(reader));
      last = next.catch(() => undefined);
      return next;
    },
  };
}
