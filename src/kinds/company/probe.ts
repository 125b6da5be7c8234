import type { Probe } from '../../types/kind/probe.ts';

export const companyProbe: Probe = {
  name: 'read companies',
  reads: 'one',
  async try(reader) {
    await reader.company('interform-doctor');
    return 'allowed';
  },
};
