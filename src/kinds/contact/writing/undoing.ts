import type { Undoing } from '../../../types/undoing.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { madeAgain } from './again.ts';

const notConverted = { never: 'a conversion stays: a user cannot become a lead again' };

export const contactUndoing: Undoing<ContactDeclaration> = {
  of: {
    create: 'archive',
    update: 'update',
    convert: notConverted,
    merge: { never: 'a merge stays: Intercom cannot part two contacts' },
    archive: 'unarchive',
    unarchive: 'archive',
  },
  keeps(path, before) {
    if (path === 'role') return 'a user cannot become a lead again';
    return path === 'external_id' && before === null
      ? 'a set external_id stays: Intercom ignores an empty one'
      : undefined;
  },
  found: 'late',
  again: madeAgain,
};
