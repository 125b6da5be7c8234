import type { Resource } from '../../resource.ts';
import { articleRoutes } from './routes.ts';
import { type ArticlesSeed, articlesSeed } from './seed.ts';
import { showArticle } from './show.ts';
import { articlesOf } from './store.ts';

/** The articles of the help center. */
export const articles: Resource<ArticlesSeed> = {
  name: 'articles',
  routes: articleRoutes,
  seed: articlesSeed,
  records: (workspace) =>
    articlesOf(workspace)
      .all()
      .map((record) => showArticle(record, workspace)),
};
