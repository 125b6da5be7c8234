import type { Json } from '../../../types/json.ts';
import { type GetCall, MalformedAnswer } from '../../../types/wire-call.ts';
import { pathSegment } from '../../wire/path-segment.ts';
import { objectOf } from '../../wire/wire-fields.ts';
import type { WireCompany } from '../wire.ts';
import { companyOf } from './company-row.ts';

/** One company by your own company_id; undefined where the answer holds only others. */
export function companyByCompanyId(companyId: string): GetCall<WireCompany | undefined> {
  return {
    path: `/companies?company_id=${pathSegment(companyId)}`,
    read(answer) {
      const rows = rowsIn(answer);
      const companies = rows.map((row) => companyOf(row, rows.length === 1 ? companyId : ''));
      return companies.find((company) => company.company_id === companyId);
    },
  };
}

/** The answer is the bare company or a list of it (intercom 5.2). */
function rowsIn(answer: Json): readonly Json[] {
  if (Array.isArray(answer)) return answer;
  const body = objectOf(answer, 'the answer');
  if ('id' in body) return [body];
  const { data, companies } = body;
  const rows = [data, companies].find(Array.isArray);
  if (rows === undefined) throw new MalformedAnswer('the answer has no list called data or companies');
  return rows;
}
