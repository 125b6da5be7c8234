import type { Json, JsonObject } from '../../../types/json.ts';
import { ApiError, invalid } from '../../errors.ts';
import { numberedPage, pageNumber, readPerPage } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { storeOf } from '../../workspace.ts';
import { showAdmin } from './show.ts';
import { type AdminRecord, adminsOf } from './store.ts';

/** The page of the description's example. */
const PER_PAGE = 20;

/** Somebody came or went: the one thing that the API lets an admin do and the log tells. Times are unix seconds. */
interface Activity {
  readonly id: string;
  readonly by: AdminRecord;
  readonly about: AdminRecord;
  readonly created_at: number;
}

const activitiesOf = storeOf((): Activity[] => []);

export const adminActivityRoutes: readonly Route[] = [
  { method: 'PUT', path: '/admins/:id/away', answer: setAway },
  { method: 'GET', path: '/admins/activity_logs', answer: listActivities },
];

function setAway(call: Call): Json {
  const { workspace, body } = call;
  const admins = adminsOf(workspace);
  const before = admins.get(call.param('id'));
  if (before === undefined)
    throw new ApiError({ status: 404, code: 'admin_not_found', message: 'Admin for admin_id not found' });
  const { away_mode_enabled: enabled, away_mode_reassign: reassign } = body;
  if (typeof enabled !== 'boolean' || typeof reassign !== 'boolean')
    throw invalid('away_mode_enabled and away_mode_reassign must be true or false');
  const after: AdminRecord = { ...before, away: enabled, reassign };
  admins.put(after);
  activitiesOf(workspace).push({
    id: workspace.random.uuid(),
    by: admins.me ?? after,
    about: after,
    created_at: workspace.now(),
  });
  return { ...showAdmin(after, workspace), away_status_reason_id: null };
}

/** Newest first, after one time and before another: unix seconds, or a date as the clients send it. */
function listActivities({ workspace, query }: Call): Json {
  const after = readTime(query.get('created_at_after'));
  const before = readTime(query.get('created_at_before') ?? String(workspace.now() + 1));
  if (after === undefined || before === undefined)
    throw invalid('created_at_after is required, and both times must be unix seconds');
  const found = activitiesOf(workspace)
    .filter(({ created_at }) => created_at > after && created_at < before)
    .reverse();
  const { rows, pages } = numberedPage(found, {
    perPage: readPerPage(query.get('per_page'), PER_PAGE),
    page: pageNumber(query.get('starting_after'), query.get('page')),
  });
  return { type: 'activity_log.list', pages, activity_logs: rows.map(showActivity) };
}

function readTime(text: string | null): number | undefined {
  if (text === null || text === '') return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000;
  return Number.isNaN(seconds) ? undefined : seconds;
}

function showActivity({ id, by, about, created_at }: Activity): JsonObject {
  const turned = about.away ? 'on' : 'off';
  return {
    id,
    performed_by: { type: 'admin', id: by.id, email: by.email, ip: '127.0.0.1' },
    metadata: {
      away_mode: about.away,
      reassign_conversations: about.reassign,
      update_by: Number(by.id),
      update_by_name: by.name,
    },
    created_at,
    activity_type: 'admin_away_mode_change',
    activity_description: `${by.name} turned away mode ${turned} for ${about.name}.`,
  };
}
