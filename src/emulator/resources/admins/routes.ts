import type { Json } from '../../../types/json.ts';
import { ApiError, adminNotFound, notFound, resourceNotFound } from '../../errors.ts';
import { showAdmin, showMe } from './show.ts';
import { showSegment } from '../segments/show.ts';
import type { Call, Route } from '../../router.ts';
import type { SegmentRecord } from '../../workspace.ts';
import { V2_14 } from '../../version.ts';
import { liveContact } from '../contacts/routes.ts';

export const workspaceRoutes: readonly Route[] = [
  { method: 'GET', path: '/me', answer: readMe },
  {
    method: 'GET',
    path: '/admins',
    answer: ({ workspace }) => ({ type: 'admin.list', admins: workspace.admins.map(showAdmin) }),
  },
  { method: 'GET', path: '/admins/:id', answer: readAdmin },
  { method: 'GET', path: '/segments', answer: listSegments },
  { method: 'GET', path: '/segments/:id', answer: readSegment },
  { method: 'GET', path: '/contacts/:id/segments', answer: listContactSegments },
  // Subscription types are made in the UI only (api.md 5.6), and this workspace has none.
  { method: 'GET', path: '/subscription_types', answer: () => ({ type: 'list', data: [] }) },
  { method: 'GET', path: '/contacts/:id/subscriptions', answer: listSubscriptions },
  { method: 'POST', path: '/contacts/:id/subscriptions', answer: refuseSubscription },
  { method: 'DELETE', path: '/contacts/:id/subscriptions/:subscription_id', answer: refuseSubscription },
  // Nor has it visitors or jobs; both have a refusal of their own (api.md 1.6).
  { method: 'GET', path: '/visitors', answer: refuseVisitor },
  { method: 'PUT', path: '/visitors', answer: refuseVisitor },
  { method: 'GET', path: '/jobs/status/:id', since: V2_14, answer: refuseJob },
];

function refuseSubscription(call: Call): never {
  liveContact(call);
  throw resourceNotFound();
}

function refuseVisitor(): never {
  throw notFound('Visitor Not Found');
}

function refuseJob(): never {
  throw new ApiError({ status: 404, code: 'job_not_found', message: 'Job Not Found' });
}

function readMe({ workspace }: Call): Json {
  if (workspace.me === undefined) throw resourceNotFound();
  return showMe(workspace.me, workspace.app);
}

function readAdmin(call: Call): Json {
  const admin = call.workspace.admin(call.param('id'));
  if (admin === undefined) throw adminNotFound();
  return { ...showAdmin(admin), away_status_reason_id: null };
}

/** Read-only; `include_count` adds the number of members (api.md 5.3). */
function listSegments(call: Call): Json {
  const withCount = call.query.get('include_count') === 'true';
  return {
    type: 'segment.list',
    segments: call.workspace.segments.map((segment) =>
      showSegment(segment, withCount ? countMembers(segment, call) : undefined),
    ),
  };
}

function countMembers(segment: SegmentRecord, call: Call): number {
  let count = 0;
  for (const record of call.workspace.contacts.all()) {
    if (record.state === 'live' && call.workspace.contactSegments(record).includes(segment)) count += 1;
  }
  return count;
}

function readSegment(call: Call): Json {
  const segment = call.workspace.segments.find((candidate) => candidate.id === call.param('id'));
  if (segment === undefined) throw resourceNotFound();
  return showSegment(segment);
}

function listContactSegments(call: Call): Json {
  const segments = call.workspace.contactSegments(liveContact(call));
  return { type: 'list', data: segments.map((segment) => showSegment(segment)) };
}

function listSubscriptions(call: Call): Json {
  liveContact(call);
  return { type: 'list', data: [] };
}
