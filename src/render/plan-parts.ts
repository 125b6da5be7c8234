import type { Change } from '../types/change.ts';
import { WIDE } from './group-changes.ts';
import { changesIdentity } from './identity-fields.ts';
import { isGrave } from './plan-words.ts';

/** The changes of a plan in the order in which a reviewer should see them. */
export interface PlanParts {
  readonly grave: readonly Change[];
  readonly identity: readonly Change[];
  readonly other: readonly Change[];
}

export const GRAVE_TITLE = 'Irreversible or destructive';
export const IDENTITY_TITLE = 'Email, phone, id, role or subscription';

/**
 * Irreversible and destructive changes first; then, as soon as others could be grouped around them, those that change who somebody is
 * or how they are reached. Where few changes are left all stand one by one in their order.
 */
export function planParts(changes: readonly Change[]): PlanParts {
  const grave = changes.filter(isGrave);
  const rest = changes.filter((change) => !isGrave(change));
  if (rest.length <= WIDE.shownApart) return { grave, identity: [], other: rest };
  return {
    grave,
    identity: rest.filter(changesIdentity),
    other: rest.filter((change) => !changesIdentity(change)),
  };
}

/** The title of what is in neither of the first two. */
export function otherTitle({ grave, identity }: PlanParts): string {
  return grave.length + identity.length > 0 ? 'Other changes' : 'Changes';
}
