import type { Probe } from '../../types/kind/probe.ts';
import type { CompanyReader } from '../company-calls.ts';

export const companyProbe: Probe<CompanyReader> = {
  name: 'read companies',
  reads: 'one',
  async try(reader) {
    await reader.company('interform-doctor');
    return 'allowed';
  },
};
