import type { ListCall } from '../../../types/wire-call.ts';
import type { WireAdmin } from '../../people/wire-contact.ts';
import { idOf, objectOf } from '../../wire/wire-fields.ts';

/** The teammates, who may own contacts. */
export const ADMINS: ListCall<WireAdmin> = {
  path: '/admins',
  names: ['admins', 'data'],
  row: (row) => {
    const admin = objectOf(row, 'an admin');
    return { ...admin, id: idOf(admin, 'an admin') };
  },
};
