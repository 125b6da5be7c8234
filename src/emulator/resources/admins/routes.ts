import type { Json } from '../../../types/json.ts';
import { ApiError, resourceNotFound } from '../../errors.ts';
import type { Call, Route } from '../../router.ts';
import { appOf } from '../app/store.ts';
import { showAdmin, showMe } from './show.ts';
import { adminsOf } from './store.ts';

export const adminRoutes: readonly Route[] = [
  { method: 'GET', path: '/me', answer: readMe },
  {
    method: 'GET',
    path: '/admins',
    answer: ({ workspace }) => ({
      type: 'admin.list',
      admins: adminsOf(workspace)
        .all()
        .map((admin) => showAdmin(admin, workspace)),
    }),
  },
  { method: 'GET', path: '/admins/:id', answer: readAdmin },
];

function readMe({ workspace }: Call): Json {
  const { me } = adminsOf(workspace);
  if (me === undefined) throw resourceNotFound();
  return showMe(me, appOf(workspace).record);
}

function readAdmin({ workspace, param }: Call): Json {
  const admin = adminsOf(workspace).get(param('id'));
  if (admin === undefined) throw adminNotFound();
  return { ...showAdmin(admin, workspace), away_status_reason_id: null };
}

/** The spec's answer to an unknown admin. */
function adminNotFound(): ApiError {
  return new ApiError({ status: 404, code: 'admin_not_found', message: 'Admin not found' });
}
