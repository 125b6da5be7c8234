import { kindOf } from '../../kinds/index.ts';
import { type Change, isMembership } from '../../types/change.ts';
import { isDoubtful } from '../changes/merge-facts.ts';

/**
 * True for a change that cannot be put back or takes something away: it is shown first, with its reason. That is what apply
 * cannot undo, archives, merges, conversions, memberships taken off, options dropped, and people subscribed again.
 */
export function isGrave(change: Change): boolean {
  if (change.irreversible) return true;
  if (change.action === 'archive' || change.action === 'merge' || change.action === 'convert') return true;
  return lossesOf(change).length > 0;
}

/** Why a grave change is planned and what it takes away. */
export function graveReason(change: Change): string {
  const parts = [change.reason, ...lossesOf(change), change.irreversible ? 'cannot be undone' : ''];
  return parts.filter((part) => part !== '').join('; ');
}

/** What a change takes away, in words. What its fields mean its kind says, by the guards that it counts for. */
function lossesOf(change: Change): readonly string[] {
  const losses: string[] = [];
  for (const path in change.fields) {
    const field = change.fields[path];
    if (field !== undefined && isMembership(field) && field.remove.length > 0)
      losses.push(`takes off ${field.remove.length} of the ${path}`);
  }
  const guards = kindOf(change.kind)?.guards;
  const dropped = guards?.drop_option?.(change) ?? 0;
  if (dropped > 0) losses.push(`drops ${dropped} of the options`);
  if ((guards?.resubscribe?.(change) ?? 0) > 0) losses.push('subscribes the person to emails again');
  return losses;
}

/** From this many merges on they are a table, in formats that have tables. */
const TABLE_FROM = 2;

/** Where a grave change stands: in the table of merges, in which those that may join two people come first, or in the list below it. */
export const GRAVE_PLACES = ['doubtful', 'merges', 'listed'] as const;
export type GravePlace = (typeof GRAVE_PLACES)[number];

/** `merges` is how many merges the plan has. */
export function gravePlace(change: Change, merges: number): GravePlace {
  if (change.action !== 'merge' || merges < TABLE_FROM) return 'listed';
  return isDoubtful(change) ? 'doubtful' : 'merges';
}
