import type { Change } from '../types/change.ts';
import type { Json } from '../types/json.ts';

/** How a value stands in a reason. */
export function quoted(value: Json): string {
  return value === null ? 'empty' : JSON.stringify(value);
}

export function missingReason(change: Change): string {
  return change.action === 'archive'
    ? 'it is no longer live: it was archived or deleted since the plan was made'
    : 'it is no longer there: it was archived, deleted or merged since the plan was made';
}

/** Tags compare case-insensitively (intercom 5.1), company_ids as written. */
export function memberKey(path: string, name: string): string {
  return path === 'tags' ? name.toLowerCase() : name;
}

/** Equal JSON: the rule where a kind has none of its own. Absent, null and "" are one in a read. */
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
