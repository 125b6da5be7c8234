import { resourceNotFound } from '../../../src/emulator/errors.ts';
import { numberedPage, pageNumber } from '../../../src/emulator/paging.ts';
import type { Resource } from '../../../src/emulator/resource.ts';
import type { Call } from '../../../src/emulator/router.ts';
import { storeOf, type Workspace } from '../../../src/emulator/workspace.ts';
import type { JsonObject } from '../../../src/types/json.ts';

/** So few that three offices take two pages. */
const PER_PAGE = 2;

const officesOf = storeOf(() => new Map<string, JsonObject>());

/** The offices of an emulated workspace: listed, made and changed. */
export const emulatedOffices: Resource<object> = {
  name: 'offices',
  routes: [
    { method: 'GET', path: '/offices', answer: list },
    {
      method: 'POST',
      path: '/offices',
      status: 201,
      answer: ({ workspace, body }) => put(workspace, { id: workspace.newId(workspace.now()), ...body }),
    },
    {
      method: 'PUT',
      path: '/offices/:id',
      answer({ workspace, body, param }) {
        const before = officesOf(workspace).get(param('id'));
        if (before === undefined) throw resourceNotFound();
        return put(workspace, { ...before, ...body });
      },
    },
  ],
  records: allOf,
};

/** One that is `hidden` is counted and does not come. */
function list({ workspace, query }: Call): JsonObject {
  const page = pageNumber(query.get('starting_after'), query.get('page'));
  const { rows, pages } = numberedPage(allOf(workspace), { page, perPage: PER_PAGE });
  return {
    type: 'list',
    data: rows.filter(({ hidden }) => hidden !== true),
    pages,
    total_count: allOf(workspace).length,
  };
}

function allOf(workspace: Workspace): JsonObject[] {
  return [...officesOf(workspace).values()];
}

function put(workspace: Workspace, office: JsonObject): JsonObject {
  const whole = { city: '', keyholder: '', phones: [], ...office };
  officesOf(workspace).set(String(office['id']), whole);
  return whole;
}
