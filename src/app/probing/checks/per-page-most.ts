import { FACT_RANGES } from '../../../types/facts.ts';
import { isJsonObject, type JsonObject } from '../../../types/json.ts';
import type { ProbeCheck } from '../check.ts';
import { largestAccepted } from '../largest.ts';
import { NotProbed } from '../not-probed.ts';
import { accepted } from '../wire.ts';
import { searchFor } from './searches.ts';

const BOUND = 1000;
const EVERYBODY = { field: 'created_at', operator: '>', value: 0 };

/** intercom 9.31. */
export const perPageMost: ProbeCheck<'per_page_most'> = {
  name: 'per_page_most',
  question: 'How many contacts may a page have?',
  async try(desk) {
    const answer = await desk.ask(searchFor(EVERYBODY, BOUND));
    if (accepted(answer)) return { found: pageSize(answer.body), how: `a search asked for ${BOUND} a page` };
    const range = { assumed: FACT_RANGES.per_page_most.assumed, bound: BOUND };
    const found = await largestAccepted(range, async (size) =>
      accepted(await desk.ask(searchFor(EVERYBODY, size))),
    );
    return { found, how: `${BOUND} a page: ${answer.words}` };
  },
};

/** What came tells more than what the answer says of itself, where more were to be had. */
function pageSize({ data, pages, total_count: total }: JsonObject): number {
  const rows = Array.isArray(data) ? data.length : 0;
  if (typeof total === 'number' && total > rows && rows > 0) return rows;
  const told = isJsonObject(pages) ? pages['per_page'] : undefined;
  if (typeof told === 'number') return told;
  throw new NotProbed('the answer does not say how long its pages are');
}
