import type { ProbeCheck } from '../check.ts';
import { accepted } from '../wire.ts';
import { bulk, ended } from './bulk-jobs.ts';

const NAME = 'Probe';

/** intercom 13: described for Preview alone. */
export const bulkUpdate: ProbeCheck<'bulk_update'> = {
  name: 'bulk_update',
  question: 'Do bulk updates work (PUT /contacts/bulk)?',
  async try(desk) {
    const { id } = await desk.user();
    const answer = await bulk(desk, 'PUT', [{ id, name: NAME }]);
    if (!accepted(answer)) return { found: 'refused', how: `a job with one update: ${answer.words}` };
    const state = await ended(desk, answer.body);
    const { name } = await desk.need({ method: 'GET', path: `/contacts/${id}` });
    return {
      found: name === NAME ? 'works' : 'refused',
      how: `a job with one update ended ${state}, and the name is ${JSON.stringify(name)}`,
    };
  },
};
