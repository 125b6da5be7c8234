import { idOf, objectOf, requiredText } from '../../../src/kinds/wire/wire-fields.ts';
import type { ListCall } from '../../../src/types/wire-call.ts';

export interface WireOffice {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly keyholder: string;
  readonly phones: readonly string[];
}

export const OFFICES: ListCall<WireOffice> = {
  path: '/offices',
  names: ['data'],
  row(row) {
    const office = objectOf(row, 'an office');
    return {
      ...office,
      id: idOf(office, 'an office'),
      name: requiredText(office, 'name'),
      city: requiredText(office, 'city'),
      keyholder: requiredText(office, 'keyholder'),
      phones: Array.isArray(office['phones']) ? office['phones'].map(String) : [],
    };
  },
};
