import type { Probe } from '../../types/kind/probe.ts';
import { countOf } from '../count-of.ts';
import { ADMINS } from './calls.ts';

export const contactProbes: readonly Probe[] = [
  {
    name: 'read admins',
    reads: 'list',
    try: async (reader) => countOf((await reader.list(ADMINS)).length, 'teammate'),
  },
  {
    name: 'search contacts',
    reads: 'search',
    async try(reader) {
      await reader.contacts([{ field: 'external_id', value: 'interform-doctor' }]);
      return 'allowed';
    },
  },
];
