import type { Undoing } from '../../types/undoing.ts';

const noSuch = { never: 'attributes are neither converted nor merged' };

/** Attributes cannot be deleted: one that was created is archived. */
export const attributeUndoing: Undoing = {
  of: {
    create: 'archive',
    update: 'update',
    convert: noSuch,
    merge: noSuch,
    archive: 'unarchive',
    unarchive: 'archive',
  },
  keeps(path, before) {
    if (path === 'type') return 'the type of an attribute stays';
    return path === 'options' && before === null ? 'a list cannot become a plain text again' : undefined;
  },
};
