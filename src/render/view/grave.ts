import { type Change, type FieldChange, isMembership } from '../../types/change.ts';
import { isDoubtful } from '../changes/merge-facts.ts';

/**
 * True for a change that cannot be put back or takes something away: it is shown first, with its reason. That is what apply
 * cannot undo, archives, merges, conversions, memberships taken off, options dropped, and people subscribed again.
 */
export function isGrave(change: Change): boolean {
  if (change.irreversible) return true;
  if (change.action === 'archive' || change.action === 'merge' || change.action === 'convert') return true;
  for (const path in change.fields) {
    const field = change.fields[path];
    if (field !== undefined && lossOf(path, field) !== undefined) return true;
  }
  return false;
}

/** Why a grave change is planned and what it takes away. */
export function graveReason(change: Change): string {
  const losses = Object.entries(change.fields).map(([path, field]) => lossOf(path, field));
  const parts = [change.reason, ...losses, change.irreversible ? 'cannot be undone' : ''];
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

/** What the change of a field takes away, in words; undefined where it takes nothing. */
function lossOf(path: string, field: FieldChange): string | undefined {
  if (isMembership(field)) {
    return field.remove.length > 0 ? `takes off ${field.remove.length} of the ${path}` : undefined;
  }
  const { before, after } = field;
  if (path === 'unsubscribed_from_emails')
    return before === true && after === false ? 'subscribes the person to emails again' : undefined;
  if (path !== 'options' || !Array.isArray(before) || !Array.isArray(after)) return undefined;
  const kept = new Set(after);
  const dropped = before.filter((option) => !kept.has(option)).length;
  return dropped > 0 ? `drops ${dropped} of the options` : undefined;
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
