import type { Snapshotting } from '../../types/kind/snapshot.ts';
import { object, string } from '../../types/shape.ts';
import { pickedRow } from '../wire/picked-row.ts';
import { TAGS } from './calls.ts';
import type { WireTag } from './wire.ts';

export const tagSnapshot: Snapshotting<WireTag> = {
  key: 'tags',
  sinceFirstFormat: true,
  shape: object({ id: string, name: string }),
  call: TAGS,
  row: (row) => pickedRow(row, ['id', 'name']),
  sortedBy: ({ name }) => name.toLowerCase(),
};
