import type { DescribedResource } from '../described-resources.ts';

const COLLECTIONS = '/help_center/collections';
const ARTICLE = {
  title: 'Thanks for everything',
  author_id: 1,
  state: 'published',
  body: 'Body',
  parent_id: 159,
};

export const described: DescribedResource = {
  endpoints: [
    `GET ${COLLECTIONS}`,
    `POST ${COLLECTIONS}`,
    `GET ${COLLECTIONS}/1`,
    `PUT ${COLLECTIONS}/1`,
    `DELETE ${COLLECTIONS}/1`,
    'GET /articles',
    'POST /articles',
    'GET /articles/1',
    'PUT /articles/1',
    'DELETE /articles/1',
  ],
  onlyForTheToken: [`GET ${COLLECTIONS}`, 'GET /articles'],
  examples: [
    [`GET ${COLLECTIONS}`, COLLECTIONS],
    [`POST ${COLLECTIONS}`, COLLECTIONS, { name: 'Thanks for everything' }],
    [`GET ${COLLECTIONS}/{collection_id}`, `${COLLECTIONS}/159`],
    [`PUT ${COLLECTIONS}/{collection_id}`, `${COLLECTIONS}/159`, { name: 'Update collection name' }],
    [`DELETE ${COLLECTIONS}/{collection_id}`, `${COLLECTIONS}/159`],
    ['GET /articles', '/articles'],
    ['POST /articles', '/articles', ARTICLE],
    ['GET /articles/{article_id}', '/articles/39'],
    ['PUT /articles/{article_id}', '/articles/39', { title: 'Christmas is here!' }],
    ['DELETE /articles/{article_id}', '/articles/39'],
  ],
  seed: {
    collections: [{ id: '159', name: 'English collection title' }],
    articles: [{ id: '39', title: 'This is the article title', collection: '159' }],
  },
  wrongRequests: [`POST ${COLLECTIONS}: bad_request`, 'POST /articles: bad_request'],
};
