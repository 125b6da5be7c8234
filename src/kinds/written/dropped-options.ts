import { type Change, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';

/** How many values that are in use, maybe, the list `options` of a change no longer offers: one for each. */
export function droppedOptions({ fields }: Change): number {
  const field = fields['options'];
  if (field === undefined || isMembership(field)) return 0;
  const kept = new Set(listOf(field.after));
  return listOf(field.before ?? null).filter((option) => !kept.has(option)).length;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
