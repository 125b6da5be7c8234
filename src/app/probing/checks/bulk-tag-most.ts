import { FACT_RANGES } from '../../../types/facts.ts';
import type { ProbeCheck } from '../check.ts';
import { largestAccepted } from '../largest.ts';
import { PROBE_TAG } from '../names.ts';
import { accepted } from '../wire.ts';

/** intercom 9.28. One user stands for all of them: only the length of the list is tried, and no more than interform sends. */
export const bulkTagMost: ProbeCheck<'bulk_tag_most'> = {
  name: 'bulk_tag_most',
  question: 'How many users may be tagged at once?',
  async try(desk) {
    await desk.tag();
    const { id } = await desk.user();
    const { assumed } = FACT_RANGES.bulk_tag_most;
    const found = await largestAccepted({ assumed, bound: assumed }, async (size) => {
      const users = Array.from({ length: size }, () => ({ id }));
      return accepted(await desk.ask({ method: 'POST', path: '/tags', body: { name: PROBE_TAG, users } }));
    });
    return { found, how: `POST /tags with one user up to ${assumed} times` };
  },
};
