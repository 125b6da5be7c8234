import { resourceNotFound } from '../../../src/emulator/errors.ts';
import type { Resource } from '../../../src/emulator/resource.ts';
import { storeOf, type Workspace } from '../../../src/emulator/workspace.ts';
import type { JsonObject } from '../../../src/types/json.ts';

const officesOf = storeOf(() => new Map<string, JsonObject>());

/** The offices of an emulated workspace: listed, made and changed. */
export const emulatedOffices: Resource<object> = {
  name: 'offices',
  routes: [
    { method: 'GET', path: '/offices', answer: ({ workspace }) => ({ data: allOf(workspace) }) },
    {
      method: 'POST',
      path: '/offices',
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

function allOf(workspace: Workspace): JsonObject[] {
  return [...officesOf(workspace).values()];
}

function put(workspace: Workspace, office: JsonObject): JsonObject {
  const whole = { city: '', keyholder: '', phones: [], ...office };
  officesOf(workspace).set(String(office['id']), whole);
  return whole;
}
