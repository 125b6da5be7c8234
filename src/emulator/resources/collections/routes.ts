import type { Json } from '../../../types/json.ts';
import { ApiError, invalid, resourceNotFound } from '../../errors.ts';
import { pageOfUpdated } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { articlesOf } from '../articles/store.ts';
import { showCollection } from './show.ts';
import { type CollectionRecord, collectionsOf } from './store.ts';

const PATH = '/help_center/collections';
/** The page of the description's example. */
const PER_PAGE = 20;

export const collectionRoutes: readonly Route[] = [
  { method: 'GET', path: PATH, answer: listCollections },
  { method: 'POST', path: PATH, answer: createCollection },
  {
    method: 'GET',
    path: `${PATH}/:id`,
    answer: (call) => showCollection(pathCollection(call), call.workspace),
  },
  { method: 'PUT', path: `${PATH}/:id`, answer: updateCollection },
  { method: 'DELETE', path: `${PATH}/:id`, answer: deleteCollection },
];

function pathCollection({ workspace, param }: Call): CollectionRecord {
  const record = collectionsOf(workspace).get(param('id'));
  if (record === undefined) throw resourceNotFound();
  return record;
}

function listCollections({ workspace, query }: Call): Json {
  const { rows, pages, total } = pageOfUpdated(collectionsOf(workspace).all(), query, PER_PAGE);
  const data = rows.map((record) => showCollection(record, workspace));
  return { type: 'list', data, total_count: total, pages };
}

function createCollection({ workspace, body }: Call): Json {
  const { name, description } = body;
  if (typeof name !== 'string' || name === '') throw nameMissing();
  const now = workspace.now();
  const record = collectionsOf(workspace).put({
    id: collectionsOf(workspace).nextId(),
    name,
    description: typeof description === 'string' ? description : '',
    parent_id: readParent(body.parent_id, workspace),
    created_at: now,
    updated_at: now,
  });
  return showCollection(record, workspace);
}

/** What a body does not name stays. */
function updateCollection(call: Call): Json {
  const { workspace, body } = call;
  const before = pathCollection(call);
  const { name = before.name, description = before.description } = body;
  if (typeof name !== 'string' || name === '') throw nameMissing();
  const parent = body.parent_id === undefined ? before.parent_id : readParent(body.parent_id, workspace);
  if (parent === before.id) throw invalid('A collection cannot hold itself');
  const record = collectionsOf(workspace).put({
    ...before,
    name,
    description: typeof description === 'string' ? description : '',
    parent_id: parent,
    updated_at: workspace.now(),
  });
  return showCollection(record, workspace);
}

/** Null is the first level. */
function readParent(value: Json | undefined, workspace: Workspace): string | null {
  if (value === undefined || value === null) return null;
  const id = String(value);
  if (collectionsOf(workspace).get(id) === undefined) throw resourceNotFound();
  return id;
}

/** What it holds comes to the first level: no fact says what becomes of it. */
function deleteCollection(call: Call): Json {
  const collections = collectionsOf(call.workspace);
  const { id } = pathCollection(call);
  collections.remove(id);
  for (const record of collections.all())
    if (record.parent_id === id) collections.put({ ...record, parent_id: null });
  const articles = articlesOf(call.workspace);
  for (const record of articles.all())
    if (record.parent_id === id) articles.put({ ...record, parent_id: null });
  return { id, object: 'collection', deleted: true };
}

function nameMissing(): ApiError {
  return new ApiError({
    status: 400,
    code: 'parameter_not_found',
    message: 'Name is a required parameter.',
  });
}
