import type { ListCall } from '../../types/wire-call.ts';
import { idOf, objectOf, requiredText } from '../wire/wire-fields.ts';
import type { WireTag } from './wire.ts';

/** Every tag of the workspace. */
export const TAGS: ListCall<WireTag> = {
  path: '/tags',
  names: ['data'],
  row: (row) => {
    const tag = objectOf(row, 'a tag');
    return { ...tag, id: idOf(tag, 'a tag'), name: requiredText(tag, 'name') };
  },
};
