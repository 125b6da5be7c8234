import { describe, expect, it } from 'vitest';
import { errorOf, startClient } from './client.ts';

const PATH = '/help_center/collections';
const seed = {
  admins: [{ id: '991', email: 'jane@acme.test' }],
  collections: [
    { id: '159', name: 'Billing' },
    { name: 'Accounts', description: 'Yours' },
  ],
  articles: [{ id: '39', title: 'How to pay', collection: '159' }],
};

describe('collections of the help center', () => {
  it('are made, held in one another, changed and listed by their last change', async () => {
    const { send, clock } = startClient({ seed });
    clock.now += 1000;
    const { body: made } = await send('POST', PATH, { name: 'Cards', parent_id: '159' });
    expect(made).toMatchObject({ id: '161', name: 'Cards', description: '', parent_id: '159', order: 3 });
    clock.now += 1000;
    await send('PUT', `${PATH}/160`, { name: 'Your account' });
    const { body: page } = await send('GET', `${PATH}?per_page=2`);
    expect(page.data).toMatchObject([{ name: 'Your account', description: 'Yours' }, { name: 'Cards' }]);
    expect(page).toMatchObject({ total_count: 3, pages: { page: 1, per_page: 2, total_pages: 2 } });
    expect((await send('GET', `${PATH}?per_page=2&page=2`)).body.data).toMatchObject([{ id: '159' }]);
    expect((await send('GET', `${PATH}?per_page=2&page=3`)).body.data).toEqual([]);
  });

  it('leave what they hold behind when they are deleted', async () => {
    const { send } = startClient({ seed });
    const { body: inner } = await send('POST', PATH, { name: 'Cards', parent_id: 159 });
    expect((await send('DELETE', `${PATH}/159`)).body).toEqual({
      id: '159',
      object: 'collection',
      deleted: true,
    });
    expect((await send('GET', `${PATH}/${inner.id}`)).body.parent_id).toBeNull();
    expect((await send('GET', '/articles/39')).body.parent_ids).toEqual([]);
    expect((await send('GET', `${PATH}/159`)).status).toBe(404);
  });

  it('need a name and a place that is there', async () => {
    const { send } = startClient({ seed });
    expect(errorOf(await send('POST', PATH, {})).message).toBe('Name is a required parameter.');
    expect((await send('PUT', `${PATH}/159`, { name: '' })).status).toBe(400);
    expect((await send('PUT', `${PATH}/159`, { parent_id: '159' })).status).toBe(400);
    expect((await send('POST', PATH, { name: 'Cards', parent_id: '1' })).status).toBe(404);
  });
});

describe('the help center', () => {
  it('is saved in a seed', () => {
    const { emulator } = startClient({ seed });
    const again = startClient({ seed: emulator.state.seed() }).emulator.state;
    for (const name of ['collections', 'articles'])
      expect(again.records(name)).toEqual(emulator.state.records(name));
  });
});

describe('articles', () => {
  it('are made, changed, listed and deleted', async () => {
    const { send, clock } = startClient({ seed });
    clock.now += 1000;
    const { body: made } = await send('POST', '/articles', {
      title: 'Cards & more',
      author_id: 991,
      body: 'All of them',
      state: 'published',
      parent_id: 160,
    });
    expect(made).toMatchObject({
      id: '40',
      body: '<p class="no-margin">All of them</p>',
      parent_ids: [160],
      url: 'http://help-center.test/ecahpwf5/en/articles/40-cards---more',
      statistics: { views: 0 },
    });
    expect((await send('PUT', '/articles/40', { state: 'draft', parent_id: null })).body).toMatchObject({
      title: 'Cards & more',
      url: null,
      parent_ids: [],
    });
    const { body: list } = await send('GET', '/articles');
    expect(list.data.map(({ id }) => id)).toEqual(['40', '39']);
    expect(list.data[0]).not.toHaveProperty('statistics');
    expect((await send('DELETE', '/articles/40')).body).toEqual({
      id: '40',
      object: 'article',
      deleted: true,
    });
    expect((await send('GET', '/articles/40')).status).toBe(404);
  });

  it('need a title, a teammate who wrote them and a collection that is there', async () => {
    const { send } = startClient({ seed });
    const article = { title: 'Cards', author_id: 991 };
    expect((await send('POST', '/articles', article)).body).toMatchObject({ state: 'draft', parent_ids: [] });
    for (const [change, status] of [
      [{ title: undefined }, 400],
      [{ author_id: undefined }, 400],
      [{ author_id: 1 }, 400],
      [{ state: 'hidden' }, 400],
      [{ parent_id: 1 }, 404],
    ] as const)
      expect((await send('POST', '/articles', { ...article, ...change })).status).toBe(status);
    expect((await send('PUT', '/articles/39', { title: '' })).status).toBe(400);
  });
});
