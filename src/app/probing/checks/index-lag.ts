import type { ProbeCheck } from '../check.ts';
import { searchFor } from './searches.ts';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** Beyond this many times what is allowed for, nobody waits any longer. */
const PATIENCE = 2;

/** intercom 4.6.6. One measurement: Intercom may be slower on another day. */
export const indexLag: ProbeCheck<'index_lag_ms'> = {
  name: 'index_lag_ms',
  question: 'After how many milliseconds does search show a new user?',
  async try(desk) {
    const { external_id } = await desk.user();
    const begun = desk.now();
    const query = searchFor({ field: 'external_id', operator: '=', value: external_id });
    for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
      const { total_count: total } = await desk.need(query);
      const passed = desk.now() - begun;
      if (total === 1)
        return { found: passed, how: 'a user was created, and searched for until it was found' };
      if (passed >= desk.indexLagMs * PATIENCE)
        return { found: passed, how: 'a user was created, and was not found until the probe gave up' };
      await desk.sleep(waitMs);
    }
  },
};
