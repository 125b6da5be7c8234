import { FACT_RANGES } from '../../../types/facts.ts';
import type { ProbeCheck } from '../check.ts';
import { largestAccepted } from '../largest.ts';
import { accepted } from '../wire.ts';
import { nobody, searchFor } from './searches.ts';

/** As many contacts as one page shows: a larger group would save nothing. */
const BOUND = 150;

/** intercom 9.3. */
export const orMost: ProbeCheck<'or_most'> = {
  name: 'or_most',
  question: 'How many filters may an OR hold?',
  async try(desk) {
    const range = { assumed: FACT_RANGES.or_most.assumed, bound: BOUND };
    const found = await largestAccepted(range, async (size) => {
      const value = Array.from({ length: size }, (_, index) => nobody(index));
      return accepted(await desk.ask(searchFor({ operator: 'OR', value })));
    });
    return { found, how: `searches with up to ${BOUND} filters in one OR` };
  },
};
