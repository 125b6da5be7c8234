import { asHtml } from '../../html.ts';
import type { SeedPart } from '../../seed/part.ts';
import { checkUnique } from '../../seed/unique.ts';
import { adminsOf } from '../admins/store.ts';
import type { CollectionsSeed } from '../collections/seed.ts';
import { type ArticleRecord, articlesOf } from './store.ts';

export interface ArticlesSeed {
  readonly articles?: readonly SeedArticle[];
}

export interface SeedArticle {
  /** Digits. */
  readonly id?: string;
  readonly title: string;
  readonly body?: string;
  /** Default published. */
  readonly state?: ArticleRecord['state'];
  /** The id of a collection of the seed. */
  readonly collection?: string;
}

export const articlesSeed: SeedPart<ArticlesSeed & CollectionsSeed> = {
  shape: {
    list: {
      object: {
        id: 'digits',
        title: 'a text',
        body: 'a string',
        state: { oneOf: ['published', 'draft'] },
        collection: 'digits',
      },
      required: ['title'],
    },
  },
  check({ articles = [], collections = [] }, report) {
    checkUnique(articles, 'articles', ['id'], report);
    for (const [position, { collection }] of articles.entries())
      if (collection !== undefined && !collections.some(({ id }) => id === collection))
        report(`articles[${position}].collection`, `no collection "${collection}" in collections`);
  },
  load({ articles = [] }, workspace) {
    const store = articlesOf(workspace);
    const now = workspace.now();
    for (const { id, title, body = '', state = 'published', collection } of articles)
      store.put({
        id: id ?? store.nextId(),
        title,
        description: '',
        body: body === '' ? '' : asHtml(body),
        author_id: adminsOf(workspace).me?.id ?? '',
        state,
        parent_id: collection ?? null,
        created_at: now,
        updated_at: now,
      });
  },
  save: (workspace) =>
    articlesOf(workspace)
      .all()
      .map(({ id, title, body, state, parent_id }) => ({
        ...{ id, title, body, state },
        ...(parent_id === null ? {} : { collection: parent_id }),
      })),
};
