import type { Undoing } from '../../types/undoing.ts';

const stays = { never: 'a merge stays: Intercom cannot part two contacts' };

export const mergeUndoing: Undoing = {
  of: { create: stays, update: stays, convert: stays, merge: stays, archive: stays, unarchive: stays },
};
