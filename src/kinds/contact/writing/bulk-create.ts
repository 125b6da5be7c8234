import type { Change } from '../../../types/change.ts';
import type { BulkWriting, KnownIds } from '../../../types/kind/bulk-writing.ts';
import type { Step } from '../../../types/step.ts';
import { emailKey } from '../../people/person-values.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { createStep, readCreated } from './bulk-created.ts';
import { BULK_CALLS, BULK_PATH, bulkRequest, isRiding, ridingMemberships } from './bulk-request.ts';
import { textAfter } from './current.ts';
import { contactSteps } from './steps.ts';

/**
 * Users with an external_id are created by the hundred: Intercom makes no second one with it, so whatever a job did not do can
 * be done again. Leads never are, since nothing refuses a second lead (intercom 8.2).
 */
export const contactBulkCreating: BulkWriting<PeopleReader> = {
  ...BULK_CALLS,
  verb: 'create',
  levels: ['people'],
  takes: ({ action, fields: { role, external_id } }) =>
    action === 'create' &&
    role !== undefined &&
    'after' in role &&
    role.after === 'user' &&
    external_id !== undefined &&
    'after' in external_id &&
    typeof external_id.after === 'string',
  rides: (change) => contactSteps(change).filter((step) => step.creates || isRiding(step, change)),
  share: (change): Step => ({ ...createStep(change), request: { method: 'POST', path: BULK_PATH } }),
  request: (changes, ids) =>
    bulkRequest(
      'POST',
      changes.map((change) => createItem(change, ids)),
    ),
  readBack: readCreated,
  blocked: heldEmails,
};

/** The body of the single request, with the tags and companies that there are already. */
function createItem(change: Change, ids: KnownIds) {
  const { body = {} } = createStep(change).request;
  return { ...body, ...ridingMemberships(change, ids) };
}

/**
 * A job refuses whose email a user has (intercom 13.3). Where that user has no external_id, a plan of today would take it for the
 * person; a single request would make a second one.
 */
async function heldEmails(
  changes: readonly Change[],
  reader: PeopleReader,
): Promise<ReadonlyMap<string, string>> {
  const emails = changes.flatMap((change) => textAfter(change, 'email') ?? []);
  if (emails.length === 0) return new Map();
  const { contacts } = await reader.contacts(emails.map((value) => ({ field: 'email', value })));
  const holders = new Map(
    contacts.flatMap(({ role, external_id, email, id }) =>
      role === 'user' && !external_id && email ? [[emailKey(email), id]] : [],
    ),
  );
  return new Map(
    changes.flatMap((change): [string, string][] => {
      const holder = holders.get(emailKey(textAfter(change, 'email') ?? ''));
      const reason = `user ${holder} has its email by now, and no external_id; plan again`;
      return holder === undefined ? [] : [[change.address, reason]];
    }),
  );
}
