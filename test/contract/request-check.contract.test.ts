import { expect, it } from 'vitest';
import { checkRequest } from './contract.ts';
import { describeContract } from './describe-contract.ts';
import { ADA, request } from './samples.ts';

const leaf = { field: 'external_id', operator: '=', value: 'ada' };

describeContract('a correct request', () => {
  it.each([
    [
      'a contact with every writable field',
      'POST',
      '/contacts',
      {
        role: 'user',
        external_id: 'ada',
        email: 'ada@acme.test',
        phone: '+353871234567',
        name: 'Ada',
        avatar: null,
        signed_up_at: 1734537437,
        last_seen_at: null,
        owner_id: '991',
        unsubscribed_from_emails: false,
        custom_attributes: { plan: 'pro', seats: 5, beta: true, quit_at: null },
      },
    ],
    [
      'a search of nested groups',
      'POST',
      '/contacts/search?include_merge_history=true',
      {
        query: {
          operator: 'OR',
          value: [
            { operator: 'OR', value: [leaf, leaf] },
            { operator: 'OR', value: [leaf] },
          ],
        },
        sort: { field: 'created_at', order: 'ascending' },
        pagination: { per_page: 150, starting_after: 'WzFd' },
      },
    ],
    ['a search of one filter', 'POST', '/contacts/search', { query: { ...leaf, value: null } }],
    [
      'a list attribute',
      'POST',
      '/data_attributes',
      {
        name: 'plan',
        model: 'contact',
        data_type: 'options',
        options: [{ value: 'free' }, { value: 'pro' }],
        description: 'Billing plan',
        messenger_writable: false,
      },
    ],
    ['a merge', 'POST', '/contacts/merge', { from: 'a', into: 'b', skip_duplicate_validation: true }],
    ['a list of attributes', 'GET', '/data_attributes?model=contact&include_archived=true', undefined],
    ['an archive', 'POST', `/contacts/${ADA}/archive`, undefined],
  ])('has nothing against it: %s', (_, method, path, body) => {
    expect(checkRequest(request(method, path, body))).toEqual([]);
  });
});

describeContract('a planted violation in a request', () => {
  it.each([
    ['an unknown path', 'GET', '/people', undefined, ['GET /people is not in the description']],
    ['an unknown method', 'PATCH', '/contacts/a', undefined, ['PATCH /contacts/a is not in the description']],
    [
      'an unknown query parameter',
      'GET',
      '/contacts?role=user',
      undefined,
      ['GET /contacts: unknown query parameter role'],
    ],
    [
      'a query parameter of the wrong type',
      'GET',
      '/data_attributes?include_archived=yes',
      undefined,
      ['GET /data_attributes: query parameter include_archived must be boolean, not "yes"'],
    ],
    [
      'a query parameter outside its values',
      'GET',
      '/data_attributes?model=deal',
      undefined,
      [
        expect.stringMatching(
          /^GET \/data_attributes: query parameter model must be equal to one of the allowed values/,
        ),
      ],
    ],
    [
      'a query parameter above its limit',
      'GET',
      '/contacts/a/merge_history?per_page=151',
      undefined,
      ['GET /contacts/{id}/merge_history: query parameter per_page must be <= 150, not 151'],
    ],
    [
      'a query parameter twice',
      'GET',
      '/companies?company_id=acme&company_id=umbra',
      undefined,
      ['GET /companies: query parameter company_id is given 2 times'],
    ],
    [
      'a path parameter of the wrong type',
      'PUT',
      '/data_attributes/plan',
      {},
      [
        'PUT /data_attributes/{data_attribute_id}: path parameter data_attribute_id must be integer, not "plan"',
      ],
    ],
    [
      'a field of the wrong type',
      'PUT',
      '/contacts/a',
      { owner_id: 991 },
      ['PUT /contacts/{contact_id}: body/owner_id must be string or null, not 991'],
    ],
    [
      'an unknown key',
      'PUT',
      '/contacts/a',
      { user_id: 'ada' },
      ['PUT /contacts/{contact_id}: body has the unknown key user_id'],
    ],
    [
      'an unknown key in a filter',
      'POST',
      '/contacts/search',
      { query: { ...leaf, negate: true } },
      ['POST /contacts/search: body/query has the unknown key negate'],
    ],
    [
      'an unknown key in a filter of a group',
      'POST',
      '/contacts/search',
      {
        query: { operator: 'OR', value: [{ operator: 'OR', value: [{ ...leaf, negate: true }] }] },
      },
      ['POST /contacts/search: body/query/value/0/value/0 has the unknown key negate'],
    ],
    [
      'a group beside a filter',
      'POST',
      '/contacts/search',
      {
        query: { operator: 'AND', value: [leaf, { operator: 'OR', value: [leaf] }] },
      },
      expect.arrayContaining([
        expect.stringMatching(
          /^POST \/contacts\/search: body\/query\/value\/1\/operator must be equal to one of/,
        ),
      ]),
    ],
    [
      'an unknown key of a tagged user',
      'POST',
      '/tags',
      { name: 'vip', users: [{ id: 'a', untag: true }] },
      ['POST /tags: body has the unknown key users'],
    ],
    [
      'options of an attribute that is no list',
      'POST',
      '/data_attributes',
      {
        name: 'plan',
        model: 'contact',
        data_type: 'string',
        options: [{ value: 'free' }],
      },
      ['POST /data_attributes: body has the unknown key options'],
    ],
    ['a missing field', 'POST', '/contacts/merge', { from: 'a' }, ['POST /contacts/merge: body lacks into']],
    [
      'a contact that nothing identifies',
      'POST',
      '/contacts',
      { name: 'Ada' },
      ['POST /contacts: body lacks email, or body lacks external_id, or body lacks role'],
    ],
    [
      'no body',
      'POST',
      '/contacts/search',
      undefined,
      ['POST /contacts/search: the body is missing: body lacks query'],
    ],
    [
      'a body that is not described',
      'POST',
      '/contacts/a/archive',
      {},
      ['POST /contacts/{contact_id}/archive: a body is sent where none is described'],
    ],
  ])('is found: %s', (_, method, path, body, violations) => {
    expect(checkRequest(request(method, path, body))).toEqual(violations);
  });

  it('is found in the headers', () => {
    const plain = request('POST', '/tags', { name: 'vip' });
    expect(checkRequest({ ...plain, headers: {} })).toEqual([
      'POST /tags: no bearer token',
      'POST /tags: the body is sent as no type, not as application/json',
    ]);
    const old = { ...plain.headers, 'intercom-version': '2.10' };
    expect(checkRequest({ ...plain, headers: old })).toEqual([
      'POST /tags: Intercom-Version is 2.10, the description is of 2.16',
    ]);
  });

  it('is found in a body that is not JSON', () => {
    const sent = { ...request('POST', '/tags', {}), body: 'name=vip' };
    expect(checkRequest(sent)).toEqual(['POST /tags: the body is not JSON']);
  });
});
