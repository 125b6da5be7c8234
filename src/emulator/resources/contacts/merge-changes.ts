import type { Json, JsonObject } from '../../../types/json.ts';
import { jsonEqual } from '../../json.ts';

/** What becomes of one field of the lead in a merge. */
export interface AttributeChange {
  readonly field: string;
  readonly outcome: 'adopted' | 'discarded' | 'merged';
  readonly from: Json;
  readonly into: Json;
  /** The value that the user has after the merge. */
  readonly left: Json;
}

/**
 * Read from the values before and after, whatever the rules of the merge are:
 *
 * ```
 * the lead has none, or the same as the user   not a change
 * the user keeps its own                       discarded
 * two lists that became one                    merged
 * else                                         adopted
 * ```
 */
export function mergeChangesOf(
  from: JsonObject,
  into: JsonObject,
  left: JsonObject,
): readonly AttributeChange[] {
  return Object.entries(from).flatMap(([field, value = null]) => {
    const own = into[field] ?? null;
    const after = left[field] ?? null;
    if (isEmpty(value) || jsonEqual(value, own)) return [];
    if (Array.isArray(value) && jsonEqual(after, own)) return [];
    return [{ field, outcome: outcomeOf(own, after), from: value, into: own, left: after }];
  });
}

function outcomeOf(own: Json, after: Json): AttributeChange['outcome'] {
  if (Array.isArray(after)) return 'merged';
  return jsonEqual(after, own) ? 'discarded' : 'adopted';
}

function isEmpty(value: Json): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}
