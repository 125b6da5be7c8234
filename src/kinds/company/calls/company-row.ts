import type { Json } from '../../../types/json.ts';
import { idOf, objectOf, scalarText } from '../../wire/wire-fields.ts';
import type { WireCompany } from '../wire.ts';

/** Reads a company. `asked` stands in for a company_id that the answer leaves out. */
export function companyOf(row: Json, asked = ''): WireCompany {
  const company = objectOf(row, 'a company');
  return {
    ...company,
    id: idOf(company, 'a company'),
    company_id: scalarText(company['company_id']) ?? asked,
  };
}
