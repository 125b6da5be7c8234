import { expect, it } from 'vitest';
import { describeContract } from './describe-contract.ts';
import { endpointsOf } from './described-resources.ts';
import { driveEmulator, NOBODY } from './drive.ts';

describeContract('every answer of the emulator about contacts is described', () => {
  const { session, ok, refused, malformed, ada, lead, vip } = driveEmulator(endpointsOf('contacts'));

  it('about one contact, written and read in every field', async () => {
    await ok('POST', '/data_attributes', { name: 'seats', model: 'contact', data_type: 'integer' });
    const { admins } = await ok('GET', '/admins');
    const created = await ok('POST', '/contacts', {
      role: 'user',
      external_id: 'ada/1',
      email: 'ada@acme.test',
      phone: '+353871234567',
      name: 'Ada',
      avatar: 'https://acme.test/ada.png',
      signed_up_at: 1734537437,
      last_seen_at: 1734537438,
      ...(admins.length === 0 ? {} : { owner_id: String(admins[0].id) }),
      unsubscribed_from_emails: true,
      custom_attributes: { seats: 5 },
    });
    expect(created).toMatchObject({
      external_id: 'ada/1',
      avatar: { type: 'avatar', image_url: 'https://acme.test/ada.png' },
      custom_attributes: { seats: 5 },
    });
    expect(await ok('GET', '/contacts/find_by_external_id/ada%2F1?include_merge_history=true')).toMatchObject(
      {
        id: created.id,
      },
    );
    const cleared = {
      name: null,
      phone: null,
      avatar: null,
      owner_id: null,
      custom_attributes: { seats: null },
    };
    expect(await ok('PUT', `/contacts/${created.id}?include_merge_history=true`, cleared)).toMatchObject({
      ...cleared,
      email: 'ada@acme.test',
    });
    expect(await ok('GET', `/contacts/${created.id}?include_merge_history=true`)).toMatchObject({
      id: created.id,
      merge_history: [],
    });
    await refused(400, 'parameter_invalid', 'PUT', `/contacts/${created.id}`, { owner_id: 'nobody' });
    await refused(400, 'parameter_invalid', 'PUT', `/contacts/${created.id}`, {
      custom_attributes: { shoe: 1 },
    });
    await refused(400, 'client_error', 'PUT', `/contacts/${created.id}`, { role: 'lead' });
    await refused(409, 'conflict', 'POST', '/contacts', { role: 'user', external_id: 'ada/1' });
    await malformed(400, 'parameter_invalid', 'POST', '/contacts', { name: 'Ada' });
    await refused(404, 'not_found', 'GET', `/contacts/${NOBODY}`);
    await refused(404, 'not_found', 'PUT', `/contacts/${NOBODY}`, { name: 'Ada' });
    await refused(404, 'not_found', 'GET', '/contacts/find_by_external_id/nobody');
  });

  it('about a contact whose email was cleared: empty when read, null when found', async () => {
    const { id } = await ada();
    // Section 4.2 lets null clear an email, which the description does not.
    const answer = await session().malformed('PUT', `/contacts/${id}`, { email: null });
    expect(answer).toMatchObject({ status: 200, body: { email: '' } });
    expect((await ok('GET', `/contacts/${id}`)).email).toBe('');
    expect((await ok('GET', '/contacts')).data).toMatchObject([{ id, email: null }]);
  });

  it('about archiving, deleting and blocking', async () => {
    const { id } = await ada();
    const state = { type: 'contact', id, external_id: 'ada' };
    expect(await ok('POST', `/contacts/${id}/archive`)).toEqual({ ...state, archived: true });
    await refused(404, 'not_found', 'GET', `/contacts/${id}`);
    await refused(409, 'conflict', 'POST', '/contacts', { role: 'user', external_id: 'ada' });
    expect(await ok('POST', `/contacts/${id}/unarchive`)).toEqual({ ...state, archived: false });
    expect(await ok('DELETE', `/contacts/${id}`)).toEqual({ ...state, deleted: true });
    await refused(400, 'bad_request', 'POST', `/contacts/${id}/unarchive`);
    for (const verb of ['archive', 'unarchive', 'block']) {
      await refused(404, 'not_found', 'POST', `/contacts/${NOBODY}/${verb}`);
    }
    await refused(404, 'not_found', 'DELETE', `/contacts/${NOBODY}`);
    const other = await ok('POST', '/contacts', { role: 'user', external_id: 'spam' });
    expect(await ok('POST', `/contacts/${other.id}/block`)).toMatchObject({ id: other.id, blocked: true });
  });

  it('about lists, searches and their pages', async () => {
    const { id: tag } = await vip();
    for (let n = 1; n <= 5; n += 1) {
      const { id } = await ok('POST', '/contacts', { role: 'user', external_id: `member-${n}` });
      await ok('POST', `/contacts/${id}/tags`, { id: tag });
    }
    expect((await ok('GET', '/contacts?include_merge_history=true')).total_count).toBe(5);
    const search = {
      query: { field: 'tag_id', operator: '=', value: tag },
      sort: { field: 'created_at', order: 'ascending' },
    };
    const first = await ok('POST', '/contacts/search', { ...search, pagination: { per_page: 3 } });
    expect(first).toMatchObject({
      total_count: 5,
      pages: { type: 'pages', page: 1, per_page: 3, total_pages: 2 },
    });
    const starting_after = first.pages.next.starting_after;
    const second = await ok('POST', '/contacts/search?include_merge_history=true', {
      ...search,
      pagination: { per_page: 3, starting_after },
    });
    expect(second.data.map(({ external_id }: { external_id: string }) => external_id)).toEqual([
      'member-4',
      'member-5',
    ]);
    const none = { operator: 'AND', value: [{ field: 'external_id', operator: 'IN', value: ['nobody'] }] };
    expect(await ok('POST', '/contacts/search', { query: none })).toMatchObject({ data: [], total_count: 0 });
    const nested = { operator: 'OR', value: [none, { operator: 'OR', value: [search.query] }] };
    expect((await ok('POST', '/contacts/search', { query: nested })).total_count).toBe(5);

    const broken = { ...search, pagination: { starting_after: 'made up' } };
    await refused(400, 'client_error', 'POST', '/contacts/search', broken);
    const since = { field: 'created_at', operator: '>=', value: 1 };
    expect((await session().call('POST', '/contacts/search', { query: since })).status).toBe(422);
    const shoe = { field: 'shoe', operator: '=', value: 1 };
    expect((await session().call('POST', '/contacts/search', { query: shoe })).status).toBe(400);
    const desc = { ...search, sort: { field: 'created_at', order: 'desc' } };
    await malformed(400, 'invalid_sort_order', 'POST', '/contacts/search', desc);
    await malformed(500, 'server_error', 'POST', '/contacts/search', {
      query: { field: 'role', operator: 'AND', value: 'user' },
    });
    expect((await session().malformed('POST', '/contacts/search', {})).status).toBe(400);
    // The paging parameters of GET /contacts work, although 2.16 does not list them (intercom 4.5).
    const list = await session().malformed('GET', '/contacts?per_page=2');
    expect(list).toMatchObject({ status: 200, body: { pages: { per_page: 2, next: { page: 2 } } } });
    const more = encodeURIComponent(list.body.pages.next.starting_after);
    expect((await session().malformed('GET', `/contacts?per_page=2&starting_after=${more}`)).status).toBe(
      200,
    );
    await malformed(400, 'client_error', 'GET', '/contacts?starting_after=made-up');
  });

  it('about merges', async () => {
    const user = await ada();
    const from = await lead();
    const stranger = await lead('bob@umbra.test');
    const merge = (source: string, into: string, more = {}) => ({ from: source, into, ...more });
    await refused(400, 'invalid_merge', 'POST', '/contacts/merge', merge(stranger.id, user.id));
    await refused(400, 'invalid_merge', 'POST', '/contacts/merge', merge(user.id, from.id));
    await refused(404, 'not_found', 'POST', '/contacts/merge', merge(NOBODY, user.id));
    await ok('POST', '/contacts/merge', merge(from.id, user.id));
    const forced = merge(stranger.id, user.id, { skip_duplicate_validation: true });
    const merged = await ok('POST', '/contacts/merge?include_merge_history=true', forced);
    expect(merged.merge_history).toHaveLength(2);
    const gone = await refused(410, 'contact_merged', 'GET', `/contacts/${from.id}`);
    expect(gone.headers.get('link')).toBe(`</contacts/${user.id}>; rel="canonical"`);
    const page = await ok('GET', `/contacts/${user.id}/merge_history?per_page=1&order=asc`);
    expect(page).toMatchObject({
      has_more: true,
      data: [{ source_contact_id: from.id, source_contact_role: 'lead' }],
    });
    const cursor = encodeURIComponent(page.next_cursor);
    const rest = await ok('GET', `/contacts/${user.id}/merge_history?per_page=1&order=asc&cursor=${cursor}`);
    expect(rest).toMatchObject({ has_more: false, data: [{ source_contact_id: stranger.id }] });
    await refused(404, 'not_found', 'GET', `/contacts/${(await lead()).id}/merge_history`);
    expect(
      (await session().malformed('POST', '/contacts/merge', { from: from.id })).status,
    ).toBeGreaterThanOrEqual(400);
  });
});
