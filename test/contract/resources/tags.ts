import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: [
    'GET /tags',
    'POST /tags',
    'GET /tags/1',
    'DELETE /tags/1',
    'GET /contacts/a/tags',
    'POST /contacts/a/tags',
    'DELETE /contacts/a/tags/1',
  ],
  onlyForTheToken: ['GET /tags'],
  examples: [
    ['GET /tags', '/tags'],
    ['POST /tags', '/tags', { name: 'test', companies: [{ company_id: '1' }] }],
    ['GET /tags/{tag_id}', '/tags/81'],
    ['GET /contacts/{contact_id}/tags', '/contacts/ada/tags'],
    ['POST /contacts/{contact_id}/tags', '/contacts/bob/tags', { id: '81' }],
    ['DELETE /contacts/{contact_id}/tags/{tag_id}', '/contacts/ada/tags/81'],
  ],
  seed: { tags: [{ id: '81', name: 'Manual tag' }] },
  wrongRequests: [
    'POST /tags: invalid_parameters',
    // These two write a tag id as a number; its own schema says string.
    'POST /contacts/a/tags: successful',
    'POST /contacts/a/tags: contact_not_found',
  ],
};
