import type { JsonObject } from '../../../types/json.ts';
import { PROBE_PREFIX } from '../names.ts';
import type { Asked } from '../wire.ts';

/** A search of contacts. */
export function searchFor(query: JsonObject, perPage = 1): Asked {
  return { method: 'POST', path: '/contacts/search', body: { query, pagination: { per_page: perPage } } };
}

/** A filter that nobody matches. */
export function nobody(count: number): JsonObject {
  return { field: 'external_id', operator: '=', value: absentId(count) };
}

/** An external_id that nobody has. */
export function absentId(count: number): string {
  return `${PROBE_PREFIX}nobody-${count}`;
}
