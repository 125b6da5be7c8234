import type { ProbeCheck } from '../check.ts';
import { NotProbed } from '../not-probed.ts';
import { accepted } from '../wire.ts';

/** intercom 9.16. */
export const otherEmail: ProbeCheck<'other_email'> = {
  name: 'other_email',
  question: 'Is a new user with the email of another user accepted?',
  async try(desk) {
    const { email } = await desk.user();
    const name = desk.names.next();
    desk.awaited.set(name, 'request');
    const answer = await desk.ask({
      method: 'POST',
      path: '/contacts',
      body: { external_id: name, email, unsubscribed_from_emails: true },
    });
    const how = `a user with another external_id and the same email: ${answer.words}`;
    if (answer.status === 409) return { found: 'conflict', how };
    if (!accepted(answer)) throw new NotProbed(how);
    desk.alive.add(String(answer.body['id']));
    return { found: 'accepted', how };
  },
};
