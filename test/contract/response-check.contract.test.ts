import { expect, it } from 'vitest';
import { checkResponse } from './contract.ts';
import { describeContract } from './describe-contract.ts';
import { ACME, ADA, company, contact, failure, response } from './samples.ts';

describeContract('a correct answer', () => {
  it.each([
    ['a contact', 'GET', `/contacts/${ADA}`, 200, contact()],
    [
      'a contact with an avatar and tags',
      'PUT',
      `/contacts/${ADA}`,
      200,
      contact({
        avatar: { type: 'avatar', image_url: 'https://acme.test/ada.png' },
        owner_id: '991',
        email: '',
        tags: {
          type: 'list',
          data: [{ id: '7', type: 'tag', url: '/tags/7' }],
          url: '/x',
          total_count: 1,
          has_more: false,
        },
      }),
    ],
    [
      'a company',
      'GET',
      '/companies?company_id=acme',
      200,
      { type: 'list', data: [company()], total_count: 1 },
    ],
    [
      'an archived contact',
      'POST',
      `/contacts/${ADA}/archive`,
      200,
      {
        type: 'contact',
        id: ADA,
        external_id: null,
        archived: true,
      },
    ],
    [
      'an error without request_id and message',
      'PUT',
      `/contacts/${ADA}`,
      400,
      {
        type: 'error.list',
        errors: [{ code: 'client_error' }],
      },
    ],
    [
      'an error with a null request_id',
      'POST',
      '/companies',
      400,
      failure('bad_request', "bad 'test' parameter", null),
    ],
  ])('has nothing against it: %s', (_, method, path, status, body) => {
    expect(checkResponse(response(method, path, status, body))).toEqual([]);
  });

  it('may be empty where the description says so', () => {
    const deleted = response('DELETE', '/tags/7', 200, {});
    expect(checkResponse({ ...deleted, headers: {}, body: '' })).toEqual([]);
    expect(checkResponse(deleted)).toEqual([
      'DELETE /tags/{tag_id} → 200: a body came where none is described: {}',
    ]);
  });
});

describeContract('a planted violation in an answer', () => {
  it.each([
    [
      'a field of the wrong type',
      'GET',
      `/contacts/${ADA}`,
      200,
      contact({ owner_id: 991 }),
      ['GET /contacts/{contact_id} → 200: body/owner_id must be string or null, not 991'],
    ],
    [
      'a null that is not allowed',
      'GET',
      `/companies/${ACME}`,
      200,
      company({ size: null }),
      ['GET /companies/{company_id} → 200: body/size must be integer, not null'],
    ],
    [
      'a wrong value deep in a list',
      'POST',
      '/contacts/search',
      200,
      {
        type: 'list',
        data: [contact(), contact({ tags: { data: [{ id: 7 }] } })],
      },
      ['POST /contacts/search → 200: body/data/1/tags/data/0/id must be string, not 7'],
    ],
    [
      'a type outside its values',
      'GET',
      '/tags',
      200,
      { type: 'tags', data: [] },
      ['GET /tags → 200: body/type must be equal to one of the allowed values ["list"], not "tags"'],
    ],
    [
      'a data type that 2.16 does not answer',
      'GET',
      '/data_attributes',
      200,
      {
        type: 'list',
        data: [{ type: 'data_attribute', data_type: 'datetime' }],
      },
      [expect.stringMatching(/body\/data\/0\/data_type must be equal to one of the allowed values/)],
    ],
    [
      'a created status that is not described',
      'POST',
      '/contacts',
      201,
      contact(),
      ['POST /contacts → 201: the status is not described'],
    ],
    [
      'an error status that Intercom does not have',
      'POST',
      '/contacts',
      418,
      failure('teapot', ''),
      ['POST /contacts → 418: the status is not described'],
    ],
    [
      'a success on an unknown path',
      'GET',
      '/people',
      200,
      {},
      ['GET /people → 200: the status is not described'],
    ],
    [
      'an error that lacks its type',
      'POST',
      '/contacts',
      409,
      { errors: [{ code: 'conflict' }] },
      ['POST /contacts → 409: body lacks type'],
    ],
    [
      'an error that lacks its code',
      'GET',
      '/people',
      404,
      { type: 'error.list', errors: [{ message: 'no' }] },
      ['GET /people → 404: body/errors/0 lacks code'],
    ],
  ])('is found: %s', (_, method, path, status, body, violations) => {
    expect(checkResponse(response(method, path, status, body))).toEqual(violations);
  });

  it('is found in an answer that is empty or no JSON', () => {
    const tags = response('GET', '/tags', 200, {});
    expect(checkResponse({ ...tags, body: '' })).toEqual(['GET /tags → 200: the body is not JSON: ']);
    expect(checkResponse({ ...tags, headers: { 'content-type': 'text/html' }, body: '<html>' })).toEqual([
      'GET /tags → 200: Content-Type is text/html, not application/json',
      'GET /tags → 200: the body is not JSON: <html>',
    ]);
  });
});
