import { addressSegments } from '../../../types/address.ts';
import { attributeName } from '../../../types/attribute-path.ts';
import { type Change, type ChangeContext, type FieldChange, isMembership } from '../../../types/change.ts';
import type { Json, JsonObject } from '../../../types/json.ts';
import type { BulkFound, BulkWriting, KnownIds } from '../../../types/kind/bulk-writing.ts';
import type { Step } from '../../../types/step.ts';
import { livePerson } from '../../people/person-values.ts';
import type { WireContact } from '../../people/wire-contact.ts';
import type { PeopleReader } from '../../people-calls.ts';
import { bodyOf } from '../../written/request-body.ts';
import {
  BULK_CALLS,
  BULK_PATH,
  bulkRequest,
  isRiding,
  leftMemberships,
  ridingMemberships,
} from './bulk-request.ts';
import { currentContact, rereadContact } from './current.ts';
import { contactSteps, unstuckFields } from './steps.ts';
import { writtenByAnswer } from './written.ts';

/** The standard fields that ride: none that tells who somebody is, or whether one may write to them. */
const STANDARD: ReadonlySet<string> = new Set(['name', 'avatar', 'owner_id']);
/** A change that says anything else needs more care than a bulk request takes: an order of steps, or a reason that has to hold. */
const CONTEXT: ReadonlySet<keyof ChangeContext> = new Set(['role', 'set', 'owners']);
/** What may have to be there before; all of it is, once contacts are updated. */
const REQUIRED: ReadonlySet<string> = new Set(['attribute', 'tag', 'company']);

/**
 * Contacts whose values change are updated by the hundred, by their id. What a job did not do can be done again: the same values,
 * written twice, are the same.
 */
export const contactBulkUpdating: BulkWriting<PeopleReader> = {
  ...BULK_CALLS,
  verb: 'update',
  levels: ['updates', 'memberships'],
  takes: (change, mode) =>
    isPlain(change) &&
    // Those that are read by id right before their write, such as detachments, gain little.
    rereadContact(change, mode).how === 'together' &&
    ridingSteps(change).some(({ batch }) => batch === undefined),
  rides: ridingSteps,
  share,
  request: (changes, ids) =>
    bulkRequest(
      'PUT',
      changes.map((change) => updateItem(change, ids)),
    ),
  readBack,
};

function isPlain({ kind, action, id, requires, context = {}, fields }: Change): boolean {
  return (
    kind === 'contact' &&
    action === 'update' &&
    id !== null &&
    Object.keys(context).every((name) => CONTEXT.has(name as keyof ChangeContext)) &&
    requires.every((address) => REQUIRED.has(addressSegments(address)[0] ?? '')) &&
    Object.entries(fields).every(([path, field]) => isWritable(path, field))
  );
}

function isWritable(path: string, field: FieldChange): boolean {
  if (isMembership(field)) return field.remove.length === 0;
  // Null clears, and nothing says that a bulk request does.
  if (field.after === null || typeof field.after === 'object') return false;
  return STANDARD.has(path) || attributeName(path) !== undefined;
}

function ridingSteps(change: Change): readonly Step[] {
  return contactSteps(change).filter((step) => step.request.method === 'PUT' || isRiding(step, change));
}

function share(change: Change): Step {
  const [first] = contactSteps(change);
  if (first === undefined) throw new Error(`${change.address} needs no request`);
  const body = { contacts: [{ id: change.id }] };
  return {
    ...{ level: first.level, change: change.address, creates: false, expect: {} },
    request: { method: 'PUT', path: BULK_PATH, body },
  };
}

function updateItem(change: Change, ids: KnownIds): JsonObject {
  return { id: change.id, ...bodyOf(valuesIn(change)), ...ridingMemberships(change, ids) };
}

function valuesIn({ fields }: Change): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const [path, field] of Object.entries(fields)) if (!isMembership(field)) values[path] = field.after;
  return values;
}

async function readBack(
  changes: readonly Change[],
  since: number,
  reader: PeopleReader,
  ids: KnownIds,
): Promise<ReadonlyMap<string, BulkFound>> {
  const wanted = new Map(changes.map((change) => [change.id ?? '', change]));
  const { contacts } = await reader.contacts([...wanted.keys()].map((value) => ({ field: 'id', value })));
  const found = new Map<string, BulkFound>();
  for (const contact of contacts) {
    const change = wanted.get(contact.id);
    const one = change === undefined ? undefined : await shown(change, contact, { since, reader, ids });
    if (change !== undefined && one !== undefined) found.set(change.address, one);
  }
  return found;
}

interface ShownBy {
  /** Unix seconds of the request. */
  readonly since: number;
  readonly reader: PeopleReader;
  readonly ids: KnownIds;
}

/**
 * Undefined while search does not show that the request took effect: another value may be the old one, or newer than what was
 * written, and a row of before the request may only look as wanted. Which it is only a read by id can tell.
 */
async function shown(
  change: Change,
  contact: WireContact,
  { since, reader, ids }: ShownBy,
): Promise<BulkFound | undefined> {
  if ((contact.updated_at ?? 0) < since) return undefined;
  const values = valuesIn(change);
  if (unstuckFields(values, livePerson(contact).fields).length > 0) return undefined;
  const live = await currentContact(change, contact, reader, ids);
  const left = leftMemberships(change.fields, live.fields);
  // Tags are best effort (intercom 13.2), so they are not waited for where values show that the contact was written.
  if (Object.keys(values).length === 0 && isWhole(left, change)) return undefined;
  return {
    state: 'there',
    id: contact.id,
    rest: Object.keys(left).length === 0 ? undefined : { ...change, fields: left },
    written: [writtenByAnswer(contact, Object.keys(values))],
  };
}

/** Whether all memberships of the change are left. */
function isWhole(left: ReturnType<typeof leftMemberships>, { fields }: Change): boolean {
  return Object.entries(fields).every(
    ([path, field]) => isMembership(field) && left[path]?.add.length === field.add.length,
  );
}
