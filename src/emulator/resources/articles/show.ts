import type { JsonObject } from '../../../types/json.ts';
import type { Workspace } from '../../workspace.ts';
import { appOf } from '../app/store.ts';
import type { ArticleRecord } from './store.ts';

/** An article by itself: with its figures, which stay at nothing, since nobody reads it. */
export function showArticle(record: ArticleRecord, workspace: Workspace): JsonObject {
  return {
    ...showListedArticle(record, workspace),
    statistics: {
      type: 'article_statistics',
      views: 0,
      conversations: 0,
      reactions: 0,
      happy_reaction_percentage: 0,
      neutral_reaction_percentage: 0,
      sad_reaction_percentage: 0,
    },
  };
}

export function showListedArticle(record: ArticleRecord, workspace: Workspace): JsonObject {
  const app = appOf(workspace).record.id_code;
  const slug = record.title.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '-');
  return {
    id: record.id,
    type: 'article',
    workspace_id: app,
    parent_ids: record.parent_id === null ? [] : [Number(record.parent_id)],
    tags: { type: 'tag.list', tags: [] },
    title: record.title,
    description: record.description,
    body: record.body,
    author_id: Number(record.author_id),
    state: record.state,
    created_at: record.created_at,
    updated_at: record.updated_at,
    url: record.state === 'draft' ? null : `http://help-center.test/${app}/en/articles/${record.id}-${slug}`,
  };
}
