import type { Change } from '../types/change.ts';
import type { Json } from '../types/json.ts';

/** A value in a reason. */
export function quoted(value: Json): string {
  return value === null ? 'empty' : JSON.stringify(value);
}

/** Why a change is stale whose item is no longer live. */
export function missingReason(change: Change): string {
  return change.action === 'archive'
    ? 'it is no longer live: it was archived or deleted since the plan was made'
    : 'it is no longer there: it was archived, deleted or merged since the plan was made';
}

/** Form in which names of members are compared: tags case-insensitively (intercom 5.1), company_ids as written. */
export function memberKey(path: string, name: string): string {
  return path === 'tags' ? name.toLowerCase() : name;
}

/** Whether two values are equal JSON: the rule for kinds without one of their own. Null, "" and an absent value are equal. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if ((a ?? '') === '' && (b ?? '') === '') return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a);
  const right = new Map<string, Json>(Object.entries(b));
  return (
    left.length === right.size &&
    left.every(([key, value]) => {
      const other = right.get(key);
      return other !== undefined && sameJson(value, other);
    })
  );
}
