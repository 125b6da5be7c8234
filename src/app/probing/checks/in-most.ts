import { FACT_RANGES } from '../../../types/facts.ts';
import type { ProbeCheck } from '../check.ts';
import { largestAccepted } from '../largest.ts';
import { accepted } from '../wire.ts';
import { absentId, searchFor } from './searches.ts';

/** As many contacts as one page shows. */
const BOUND = 150;

/** intercom 9.1. */
export const inMost: ProbeCheck<'in_most'> = {
  name: 'in_most',
  question: 'How many values may an IN have?',
  async try(desk) {
    const range = { assumed: FACT_RANGES.in_most.assumed, bound: BOUND };
    const found = await largestAccepted(range, async (size) => {
      const value = Array.from({ length: size }, (_, index) => absentId(index));
      return accepted(await desk.ask(searchFor({ field: 'external_id', operator: 'IN', value })));
    });
    return { found, how: `searches for up to ${BOUND} external ids with IN` };
  },
};
