import { type Action, type Change, isMembership } from '../../types/change.ts';
import { isInSet } from './kind-facts.ts';

/**
 * Fields that say who a person is, how they are reached and whether they may be written to. A reviewer sees every change of one of them,
 * however many changes there are: an email that becomes somebody else's looks like any other update of its shape.
 */
const IDENTITY: readonly string[] = ['email', 'phone', 'external_id', 'role', 'unsubscribed_from_emails'];

/** Such fields belong to these actions anyway: a create says who is created, and a merge names both people. They count as no change of identity. */
const BY_NATURE: Readonly<Record<Action, readonly string[]>> = {
  create: IDENTITY,
  merge: IDENTITY,
  archive: IDENTITY,
  // A lead becomes the user of an id.
  convert: ['external_id', 'role'],
  update: [],
  unarchive: [],
  delete: IDENTITY,
};

/** Whether a field is one of them; the kind of the change must be a contact. */
export function isIdentityField(path: string): boolean {
  return IDENTITY.includes(path);
}

/** The identity fields that a change alters in a person who exists already, in a fixed order. */
export function identityChanges(change: Change): readonly string[] {
  if (!isInSet(change.kind)) return [];
  const byNature = BY_NATURE[change.action];
  return IDENTITY.filter((path) => path in change.fields && !byNature.includes(path));
}

/** True for a change that is never grouped away (design 6.3). */
export function changesIdentity(change: Change): boolean {
  return identityChanges(change).length > 0;
}

/**
 * Identity fields that say more than the address does: of a new `contact/beta/customer-1` its email, but not the id `customer-1`. They
 * stand beside the address where there is little room.
 */
export function tellingFields(change: Change): readonly string[] {
  if (!isInSet(change.kind)) return [];
  const named = lastSegment(change.address);
  const byNature = BY_NATURE[change.action];
  return IDENTITY.filter((path) => {
    const field = change.fields[path];
    if (field === undefined || isMembership(field)) return false;
    const isNew = field.before === undefined || byNature.includes(path);
    return !isNew || field.after !== named;
  });
}

function lastSegment(address: string): string {
  const last = address.slice(address.lastIndexOf('/') + 1);
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
