import type { DescribedResource } from '../described-resources.ts';

const RING = [{ value: '1-10' }, { value: '11-20' }];

export const described: DescribedResource = {
  endpoints: ['GET /data_attributes', 'POST /data_attributes', 'PUT /data_attributes/1'],
  examples: [
    ['GET /data_attributes', '/data_attributes?model=company'],
    ['POST /data_attributes', '/data_attributes', { name: 'Mithril', model: 'company', data_type: 'string' }],
    ['PUT /data_attributes/{data_attribute_id}', '/data_attributes/44', { options: RING, archived: false }],
  ],
  seed: {
    attributes: [
      { id: 44, model: 'company', name: 'The One Ring', data_type: 'string', description: 'One ring.' },
    ],
  },
  wrongRequests: [
    'POST /data_attributes: invalid_data_type',
    'POST /data_attributes: too_few_options_for_list',
    'PUT /data_attributes/1: too_few_options_in_list',
  ],
};
