import type { ProbeCheck } from '../check.ts';
import { mailbox } from '../names.ts';
import { accepted } from '../wire.ts';
import { bulk, ended } from './bulk-jobs.ts';

/** intercom 13. The contact decides, not what the job says of itself. */
export const bulkCreate: ProbeCheck<'bulk_create'> = {
  name: 'bulk_create',
  question: 'Do bulk creates work (POST /contacts/bulk)?',
  async try(desk) {
    const name = desk.names.next();
    const contact = { external_id: name, email: mailbox(name), role: 'user', unsubscribed_from_emails: true };
    desk.awaited.set(name, 'job');
    const answer = await bulk(desk, 'POST', [contact]);
    if (!accepted(answer)) {
      desk.awaited.delete(name);
      return { found: 'refused', how: `a job with one user: ${answer.words}` };
    }
    const state = await ended(desk, answer.body);
    desk.awaited.set(name, 'request');
    const { status } = await desk.ask({ method: 'GET', path: `/contacts/find_by_external_id/${name}` });
    return {
      found: status === 200 ? 'works' : 'refused',
      how: `a job with one user ended ${state}, and the user is ${status === 200 ? '' : 'not '}there`,
    };
  },
};
