import type { Snapshotting } from '../../types/kind/snapshot.ts';
import { absentOr, array, nullOr, number, object, string } from '../../types/shape.ts';
import { pickedRow } from '../wire/picked-row.ts';
import { ATTRIBUTES } from './calls.ts';
import { isCustomRow } from './live.ts';
import type { WireAttribute } from './wire.ts';

export const attributeSnapshot: Snapshotting<WireAttribute> = {
  key: 'attributes',
  sinceFirstFormat: true,
  shape: object({
    id: absentOr(number),
    model: string,
    name: string,
    full_name: string,
    data_type: string,
    options: absentOr(nullOr(array(string))),
  }),
  // The same rows that a pull counts.
  counts: isCustomRow,
  call: ATTRIBUTES,
  row: (row) =>
    pickedRow(row, [
      'id',
      'model',
      'name',
      'full_name',
      'description',
      'data_type',
      'options',
      'archived',
      'custom',
      'api_writable',
      'messenger_writable',
    ]),
  sortedBy: ({ model, full_name }) => `${model}/${full_name}`,
};
