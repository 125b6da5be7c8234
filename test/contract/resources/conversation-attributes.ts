import type { DescribedResource } from '../described-resources.ts';

const ATTRIBUTES = '/conversations/attributes';
const LIST = '{id}/options';

export const described: DescribedResource = {
  endpoints: [
    `GET ${ATTRIBUTES}`,
    `POST ${ATTRIBUTES}`,
    `GET ${ATTRIBUTES}/1`,
    `PUT ${ATTRIBUTES}/1`,
    `DELETE ${ATTRIBUTES}/1`,
    `POST ${ATTRIBUTES}/1/options`,
    `PUT ${ATTRIBUTES}/1/options/a`,
    `DELETE ${ATTRIBUTES}/1/options/a`,
  ],
  onlyForTheToken: [`GET ${ATTRIBUTES}`],
  examples: [
    [`GET ${ATTRIBUTES}`, ATTRIBUTES],
    [`POST ${ATTRIBUTES}`, ATTRIBUTES, { name: 'api_test_attr', data_type: 'string' }],
    [`GET ${ATTRIBUTES}/{id}`, `${ATTRIBUTES}/3`],
    [`PUT ${ATTRIBUTES}/{id}`, `${ATTRIBUTES}/3`, { name: 'api_test_renamed' }],
    [`DELETE ${ATTRIBUTES}/{id}`, `${ATTRIBUTES}/3`],
    [`POST ${ATTRIBUTES}/${LIST}`, `${ATTRIBUTES}/2/options`, { label: 'High' }],
    [`PUT ${ATTRIBUTES}/${LIST}/{option_id}`, `${ATTRIBUTES}/2/options/a1`, { label: 'Renamed' }],
    [`DELETE ${ATTRIBUTES}/${LIST}/{option_id}`, `${ATTRIBUTES}/2/options/a1`],
  ],
  seed: {
    conversation_attributes: [
      { id: 3, name: 'test 2', data_type: 'string' },
      {
        id: 2,
        name: 'test list',
        data_type: 'list',
        options: [{ id: 'a1', label: '1' }, '2', '3'],
      },
      {
        id: 6,
        name: 'Ref to Test',
        data_type: 'relationship',
        reference: { type: 'many', object_type_id: 'Test_Object' },
      },
    ],
  },
};
