import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: [
    'GET /contacts',
    'POST /contacts',
    'POST /contacts/search',
    'GET /contacts/a',
    'PUT /contacts/a',
    'DELETE /contacts/a',
    'GET /contacts/find_by_external_id/ada',
    'POST /contacts/a/archive',
    'POST /contacts/a/unarchive',
    'POST /contacts/a/block',
    'POST /contacts/merge',
    'GET /contacts/a/merge_history',
  ],
  examples: [
    ['GET /contacts', '/contacts'],
    ['POST /contacts', '/contacts', { email: 'joe@acme.test' }],
    ['POST /contacts/search', '/contacts/search', { query: { field: 'name', operator: '=', value: 'Joe' } }],
    ['GET /contacts/{contact_id}', '/contacts/ada'],
    ['PUT /contacts/{contact_id}', '/contacts/ada', { name: 'Ada' }],
    ['GET /contacts/find_by_external_id/{external_id}', '/contacts/find_by_external_id/70'],
    ['POST /contacts/merge', '/contacts/merge', { from: 'lead', into: 'ada' }],
    ['GET /contacts/{id}/merge_history', '/contacts/ada/merge_history?per_page=1'],
  ],
  seed: {
    contacts: [
      {
        id: 'ada',
        external_id: '70',
        email: 'ada@acme.test',
        tags: ['Manual tag'],
        companies: ['1'],
        notes: ['Hi'],
      },
      { id: 'bob', external_id: '71' },
      { id: 'lead', role: 'lead', email: 'ada@acme.test' },
      { id: 'other', role: 'lead', email: 'ada@acme.test' },
    ],
  },
};
