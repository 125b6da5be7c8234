import type { ProbeCheck } from '../check.ts';
import type { Desk } from '../desk.ts';
import { NotProbed } from '../not-probed.ts';
import { accepted } from '../wire.ts';
import { bulk, futile } from './bulk-jobs.ts';

const ITEMS = 20;
/** A window of the limit may end between two requests. */
const TRIES = 5;

/** intercom 18.1, by the headers of the rate limit. Who else uses the token meanwhile would have to send as many requests. */
export const bulkCounts: ProbeCheck<'bulk_counts'> = {
  name: 'bulk_counts',
  question: 'What does a bulk create take from the rate limit?',
  async try(desk) {
    const { external_id } = await desk.user();
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await bulk(desk, 'POST', futile(external_id, ITEMS));
      if (!accepted(answer)) throw new NotProbed(`a job with ${ITEMS} users: ${answer.words}`);
      const before = remaining(desk);
      await desk.need({ method: 'GET', path: '/tags' });
      const taken = before - remaining(desk);
      if (taken <= 0) continue;
      return {
        found: taken >= ITEMS ? 'items' : 'requests',
        how: `a job with ${ITEMS} users took ${taken} from the rate limit`,
      };
    }
    throw new NotProbed('the rate limit was renewed at every try');
  },
};

function remaining({ wire }: Desk): number {
  if (wire.remaining !== null) return wire.remaining;
  throw new NotProbed('the answers carry no rate-limit headers');
}
