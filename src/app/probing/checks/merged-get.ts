import type { ProbeCheck } from '../check.ts';
import { NotProbed } from '../not-probed.ts';

/** intercom 9.22. */
export const mergedGet: ProbeCheck<'merged_get'> = {
  name: 'merged_get',
  question: 'What does a GET of a merged contact answer?',
  async try(desk) {
    const user = await desk.user();
    const lead = await desk.lead(user.email);
    await desk.need({ method: 'POST', path: '/contacts/merge', body: { from: lead.id, into: user.id } });
    desk.alive.delete(lead.id);
    const { status, words } = await desk.ask({ method: 'GET', path: `/contacts/${lead.id}` });
    if (status === 410 || status === 404) return { found: status, how: `GET of a merged lead: ${words}` };
    throw new NotProbed(`GET of a merged lead answered ${words}`);
  },
};
