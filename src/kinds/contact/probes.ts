import type { Probe } from '../../types/kind/probe.ts';
import { countOf } from '../count-of.ts';
import type { PeopleReader } from '../people-calls.ts';
import { ADMINS } from './calls/admins.ts';

export const contactProbes: readonly Probe<PeopleReader>[] = [
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
