import type { JsonObject } from '../../../types/json.ts';
import type { SegmentRecord } from './store.ts';

/** The segment object of intercom 5.3. */
export function showSegment(segment: SegmentRecord, count?: number): JsonObject {
  return {
    type: 'segment',
    id: segment.id,
    name: segment.name,
    created_at: segment.created_at,
    updated_at: segment.created_at,
    person_type: segment.person_type,
    ...(count === undefined ? {} : { count }),
  };
}
