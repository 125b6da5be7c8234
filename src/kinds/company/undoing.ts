import type { Undoing } from '../../types/undoing.ts';

const noSuch = { never: 'companies are neither converted nor merged' };
const stays = { never: 'a created company stays: interform deletes nothing' };

/** Values go back; a company that was created stays. */
export const companyUndoing: Undoing = {
  of: {
    create: stays,
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: stays,
    unarchive: stays,
  },
  keeps: (path, before) =>
    before === null && !path.startsWith('custom_attributes.')
      ? 'it was empty before, and Intercom does not empty a standard field of a company'
      : undefined,
};
