import type { Undoing } from '../../types/undoing.ts';

const stays = { never: 'a created tag stays: it may be in use elsewhere' };

export const tagUndoing: Undoing = {
  of: { create: stays, update: 'update', convert: stays, merge: stays, archive: stays, unarchive: stays },
};
