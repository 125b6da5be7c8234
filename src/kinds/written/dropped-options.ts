import { type Change, type FieldChange, isMembership } from '../../types/change.ts';
import type { Json } from '../../types/json.ts';
import { labelIn } from './option-paths.ts';

/**
 * How many options that may be in use a change removes, whether the kind writes them as one list (`options`) or each by
 * itself (`options.<label>`).
 */
export function droppedOptions({ fields }: Pick<Change, 'fields'>): number {
  return Object.entries(fields).reduce((count, [path, field]) => count + droppedBy(path, field), 0);
}

function droppedBy(path: string, field: FieldChange): number {
  if (isMembership(field)) return 0;
  if (labelIn(path) !== undefined) return field.after === null ? 1 : 0;
  if (path !== 'options') return 0;
  const kept = new Set(listOf(field.after));
  return listOf(field.before ?? null).filter((option) => !kept.has(option)).length;
}

function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
