import type { Json, JsonObject } from '../../../types/json.ts';
import { ApiError, invalid, resourceNotFound } from '../../errors.ts';
import { pageOfUpdated } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import type { Workspace } from '../../workspace.ts';
import { adminsOf } from '../admins/store.ts';
import { collectionsOf } from '../collections/store.ts';
import { showArticle, showListedArticle } from './show.ts';
import { type ArticleRecord, articlesOf } from './store.ts';

/** The page of the description's example. */
const PER_PAGE = 25;

export const articleRoutes: readonly Route[] = [
  { method: 'GET', path: '/articles', answer: listArticles },
  { method: 'POST', path: '/articles', answer: createArticle },
  { method: 'GET', path: '/articles/:id', answer: (call) => showArticle(pathArticle(call), call.workspace) },
  { method: 'PUT', path: '/articles/:id', answer: updateArticle },
  { method: 'DELETE', path: '/articles/:id', answer: deleteArticle },
];

function pathArticle({ workspace, param }: Call): ArticleRecord {
  const record = articlesOf(workspace).get(param('id'));
  if (record === undefined) throw resourceNotFound();
  return record;
}

function listArticles({ workspace, query }: Call): Json {
  const { rows, pages, total } = pageOfUpdated(articlesOf(workspace).all(), query, PER_PAGE);
  const data = rows.map((record) => showListedArticle(record, workspace));
  return { type: 'list', pages, total_count: total, data };
}

function createArticle({ workspace, body }: Call): Json {
  const articles = articlesOf(workspace);
  const now = workspace.now();
  const blank: ArticleRecord = {
    id: articles.nextId(),
    title: '',
    description: '',
    body: '',
    author_id: '',
    state: 'draft',
    parent_id: null,
    created_at: now,
    updated_at: now,
  };
  const record = { ...blank, ...readArticle(body, workspace) };
  if (record.title === '') throw missing('title is a required parameter.');
  if (record.author_id === '')
    throw missing('author_id must be in the main body or default locale translated_content object');
  return showArticle(articles.put(record), workspace);
}

function updateArticle(call: Call): Json {
  const { workspace, body } = call;
  const before = pathArticle(call);
  const after = { ...before, ...readArticle(body, workspace), updated_at: workspace.now() };
  if (after.title === '') throw missing('title is a required parameter.');
  return showArticle(articlesOf(workspace).put(after), workspace);
}

function deleteArticle(call: Call): Json {
  const { id } = pathArticle(call);
  articlesOf(call.workspace).remove(id);
  return { id, object: 'article', deleted: true };
}

/** The fields that a body names, checked. */
function readArticle(body: JsonObject, workspace: Workspace): Partial<ArticleRecord> {
  const { title, description, body: text, state } = body;
  if (state !== undefined && state !== 'published' && state !== 'draft')
    throw invalid('state must be published or draft');
  return {
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(typeof text === 'string' ? { body: paragraph(text) } : {}),
    ...(state === undefined ? {} : { state }),
    ...(body.author_id === undefined ? {} : { author_id: knownAuthor(body.author_id, workspace) }),
    ...(body.parent_id === undefined ? {} : { parent_id: knownParent(body.parent_id, workspace) }),
  };
}

/** Text without markup comes back as a paragraph, as in the description's example. */
function paragraph(text: string): string {
  return text === '' || text.startsWith('<') ? text : `<p class="no-margin">${text}</p>`;
}

function knownAuthor(value: Json, workspace: Workspace): string {
  const id = String(value);
  if (adminsOf(workspace).get(id) === undefined) throw invalid('author_id must be that of a teammate');
  return id;
}

/** Only collections hold articles: sections came to be collections. */
function knownParent(value: Json, workspace: Workspace): string | null {
  if (value === null) return null;
  const id = String(value);
  if (collectionsOf(workspace).get(id) === undefined) throw resourceNotFound();
  return id;
}

function missing(message: string): ApiError {
  return new ApiError({ status: 400, code: 'parameter_not_found', message });
}
