import type { JsonObject } from '../../types/json.ts';

/** A search filter that matches every contact (intercom 4.6). */
export const EVERYBODY: JsonObject = { field: 'created_at', operator: '>', value: 0 };
