import { FACT_RANGES } from '../../../types/facts.ts';
import type { ProbeCheck } from '../check.ts';
import { largestAccepted } from '../largest.ts';
import { NotProbed } from '../not-probed.ts';
import { accepted } from '../wire.ts';
import { bulk, futile } from './bulk-jobs.ts';

/** The most that any source names (intercom 13.1). */
const BOUND = 1000;

/** intercom 13.1. */
export const bulkMost: ProbeCheck<'bulk_most'> = {
  name: 'bulk_most',
  question: 'How many contacts may a bulk create carry?',
  async try(desk) {
    const { external_id } = await desk.user();
    const one = await bulk(desk, 'POST', futile(external_id, 1));
    if (!accepted(one)) throw new NotProbed(`a job with one user: ${one.words}`);
    const range = { assumed: FACT_RANGES.bulk_most.assumed, bound: BOUND };
    const found = await largestAccepted(range, async (size) =>
      accepted(await bulk(desk, 'POST', futile(external_id, size))),
    );
    return { found, how: `jobs with up to ${BOUND} users who are there already` };
  },
};
