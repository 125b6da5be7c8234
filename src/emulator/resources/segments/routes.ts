import type { Json } from '../../../types/json.ts';
import { resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { pathCompany } from '../companies/routes.ts';
import { liveContact } from '../contacts/routes.ts';
import { contactsOf } from '../contacts/store.ts';
import { showSegment } from './show.ts';
import { type SegmentRecord, segmentsOf } from './store.ts';

export const segmentRoutes: readonly Route[] = [
  { method: 'GET', path: '/segments', answer: listSegments },
  { method: 'GET', path: '/segments/:id', answer: readSegment },
  {
    method: 'GET',
    path: '/contacts/:id/segments',
    answer: (call) => answerSegments(segmentsOf(call.workspace).ofContact(liveContact(call))),
  },
  {
    method: 'GET',
    path: '/companies/:id/segments',
    answer: (call) => answerSegments(segmentsOf(call.workspace).ofTags(pathCompany(call).tags)),
  },
];

/** Read-only; `include_count` adds the number of members (intercom 5.3). */
function listSegments(call: Call): Json {
  const withCount = call.query.get('include_count') === 'true';
  return {
    type: 'segment.list',
    segments: segmentsOf(call.workspace)
      .all()
      .map((segment) => showSegment(segment, withCount ? countMembers(segment, call) : undefined)),
  };
}

function countMembers(segment: SegmentRecord, { workspace }: Call): number {
  const segments = segmentsOf(workspace);
  let count = 0;
  for (const record of contactsOf(workspace).all()) {
    if (record.state === 'live' && segments.ofContact(record).includes(segment)) count += 1;
  }
  return count;
}

function readSegment(call: Call): Json {
  const segment = segmentsOf(call.workspace).get(call.param('id'));
  if (segment === undefined) throw resourceNotFound();
  return showSegment(segment);
}

function answerSegments(segments: readonly SegmentRecord[]): Json {
  return { type: 'list', data: segments.map((segment) => showSegment(segment)) };
}
