import type { ProbeCheck } from '../check.ts';
import { accepted } from '../wire.ts';
import { BULK_VERSION } from './bulk-jobs.ts';

/** intercom 14. */
export const deletedList: ProbeCheck<'deleted_list'> = {
  name: 'deleted_list',
  question: 'Are contacts listed that are not live (GET /contacts/deleted)?',
  async try(desk) {
    const path = '/contacts/deleted?per_page=1&escape_identity=false';
    const answer = await desk.ask({ method: 'GET', path, version: BULK_VERSION });
    const isList = accepted(answer) && Array.isArray(answer.body['data']);
    return { found: isList ? 'served' : 'refused', how: `the first page of them: ${answer.words}` };
  },
};
