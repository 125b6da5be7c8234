import { nextQuery } from '../../../src/kinds/wire/next-page.ts';
import { idOf, objectOf, requiredText } from '../../../src/kinds/wire/wire-fields.ts';
import type { Json } from '../../../src/types/json.ts';
import type { PagedList } from '../../../src/types/wire-call.ts';

export interface WireOffice {
  readonly id: string;
  readonly name: string;
  readonly city: string;
  readonly keyholder: string;
  readonly phones: readonly string[];
}

/** They come page by page. A list that comes whole is a ListCall, and is asked for in the same way. */
export const OFFICES: PagedList<WireOffice> = (query = '') => ({
  path: `/offices${query}`,
  names: ['data'],
  row: officeRow,
  next: nextQuery,
});

function officeRow(row: Json): WireOffice {
  const office = objectOf(row, 'an office');
  return {
    ...office,
    id: idOf(office, 'an office'),
    name: requiredText(office, 'name'),
    city: requiredText(office, 'city'),
    keyholder: requiredText(office, 'keyholder'),
    phones: Array.isArray(office['phones']) ? office['phones'].map(String) : [],
  };
}
