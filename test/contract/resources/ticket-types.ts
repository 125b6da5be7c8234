import type { DescribedResource } from '../described-resources.ts';

export const described: DescribedResource = {
  endpoints: [
    'GET /ticket_types',
    'POST /ticket_types',
    'GET /ticket_types/1',
    'PUT /ticket_types/1',
    'POST /ticket_types/1/attributes',
    'PUT /ticket_types/1/attributes/2',
  ],
  onlyForTheToken: ['GET /ticket_types'],
  examples: [
    ['GET /ticket_types', '/ticket_types'],
    ['POST /ticket_types', '/ticket_types', { name: 'Customer Issue', category: 'Customer' }],
    ['GET /ticket_types/{ticket_type_id}', '/ticket_types/67'],
    ['PUT /ticket_types/{ticket_type_id}', '/ticket_types/67', { name: 'Bug Report 2' }],
    [
      'POST /ticket_types/{ticket_type_id}/attributes',
      '/ticket_types/67/attributes',
      { name: 'Attribute Title', description: 'Attribute Description', data_type: 'string' },
    ],
    [
      'PUT /ticket_types/{ticket_type_id}/attributes/{attribute_id}',
      '/ticket_types/67/attributes/167',
      { description: 'New Attribute Description' },
    ],
  ],
  seed: {
    ticket_types: [
      {
        id: '67',
        name: 'Bug Report',
        ticket_type_attributes: { data: [{ id: '167', name: 'name', description: 'description' }] },
      },
    ],
  },
  // The example of the answer to an update leaves it out; lists of attributes show it.
  differences: [/^\.input_options$/],
};
