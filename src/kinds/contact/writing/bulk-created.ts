import { type Change, type FieldChanges, isMembership } from '../../../types/change.ts';
import type { Json } from '../../../types/json.ts';
import type { BulkFound, KnownIds } from '../../../types/kind/bulk-writing.ts';
import type { Step } from '../../../types/step.ts';
import { samePersonValue } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { leftMemberships } from './bulk-request.ts';
import { currentContact, textAfter } from './current.ts';
import { contactSteps } from './steps.ts';
import { writtenByAnswer } from './written.ts';

/** Looks for the users that a bulk request was to create, by their external_id. */
export async function readCreated(
  changes: readonly Change[],
  since: number,
  reader: PeopleReader,
  ids: KnownIds,
): Promise<ReadonlyMap<string, BulkFound>> {
  const wanted = new Map(changes.map((change) => [textAfter(change, 'external_id') ?? '', change]));
  const keys = [...wanted.keys()].map((value) => ({ field: 'external_id', value }) as const);
  const { contacts } = await reader.contacts(keys);
  const found = new Map<string, BulkFound>();
  for (const contact of contacts) {
    const change = contact.role === 'user' ? wanted.get(contact.external_id ?? '') : undefined;
    if (change !== undefined) found.set(change.address, await compared(change, contact, since, reader, ids));
  }
  return found;
}

export function createStep(change: Change): Step {
  const step = contactSteps(change).find(({ creates }) => creates);
  if (step === undefined) throw new Error(`${change.address} creates nobody`);
  return step;
}

/** Written is only what is absent: a value that is there may be newer, such as that of somebody who unsubscribed meanwhile. */
async function compared(
  change: Change,
  contact: WireContact,
  since: number,
  reader: PeopleReader,
  ids: KnownIds,
): Promise<BulkFound> {
  const { id } = contact;
  const stale = (why: string): BulkFound => ({
    state: 'stale',
    id,
    reason: `contact ${id} ${why}; plan again`,
  });
  const isOlder = contact.created_at < since;
  const live = await currentContact(change, contact, reader, ids);
  const { expect } = createStep(change);
  const lacking: Record<string, { readonly before: Json; readonly after: Json }> = {};
  // Whom the request did not create got nothing of these (design 3.5).
  const others = new Set(isOlder ? change.context?.on_create : []);
  for (const [field, after] of Object.entries(expect)) {
    const before = live.fields.get(field) ?? null;
    if (others.has(field) || samePersonValue(field, after, before)) continue;
    // False is a value too: nobody is unsubscribed, or subscribed again, by this.
    if (isOlder || (before !== null && before !== ''))
      return stale(`is there by now and differs in ${field}`);
    lacking[field] = { before, after };
  }
  const fields: FieldChanges = {
    ...lacking,
    ...clearedLater(change),
    ...leftMemberships(change.fields, live.fields),
  };
  const context = { ...change.context, role: 'user' } as const;
  const isWhole = Object.keys(fields).length === 0;
  const rest: Change | undefined = isWhole ? undefined : { ...change, action: 'update', id, fields, context };
  if (!isOlder) return { state: 'there', id, rest, written: [writtenByAnswer(contact, Object.keys(expect))] };
  // It may be one of ours, of a run that was killed. What is put on takes nothing from anybody.
  const other = Object.entries(fields).find(([, field]) => !isMembership(field) || field.remove.length > 0);
  return other === undefined
    ? { state: 'already', id, rest }
    : stale(`is there by now and differs in ${other[0]}`);
}

/** Values to clear after a merge: the create step does not send them. */
function clearedLater({ fields }: Change): FieldChanges {
  return Object.fromEntries(
    Object.entries(fields).filter(([, field]) => !isMembership(field) && field.after === null),
  );
}
