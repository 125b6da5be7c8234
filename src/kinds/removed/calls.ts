import type { Json } from '../../types/json.ts';
import { type GetCall, type ListCall, MalformedAnswer } from '../../types/wire-call.ts';
import { pathSegment } from '../wire/path-segment.ts';
import { idOf, objectOf, requiredText, scalarText } from '../wire/wire-fields.ts';

export interface RemovableTag {
  readonly id: string;
  readonly name: string;
}

export interface RemovableCompany {
  readonly id: string;
  readonly company_id: string;
  readonly name: string | null;
}

/** Every tag. The answer is shared with whoever else lists them. */
export const REMOVABLE_TAGS: ListCall<RemovableTag> = { path: '/tags', names: ['data'], row: tagOf };

/** One tag by Intercom's id (intercom 5.1). */
export function removableTag(id: string): GetCall<RemovableTag> {
  return { path: `/tags/${pathSegment(id)}`, read: tagOf };
}

/** One company by Intercom's id (intercom 5.2). */
export function removableCompany(id: string): GetCall<RemovableCompany> {
  return { path: `/companies/${pathSegment(id)}`, read: removableCompanyOf };
}

/** How many contacts a company has, leads included. */
export function memberCount(id: string): GetCall<number> {
  return {
    path: `/companies/${pathSegment(id)}/contacts?per_page=1`,
    read(answer) {
      const total = objectOf(answer, 'the answer')['total_count'];
      if (typeof total !== 'number')
        throw new MalformedAnswer('the contacts of a company have no total_count');
      return total;
    },
  };
}

function removableCompanyOf(row: Json): RemovableCompany {
  const company = objectOf(row, 'a company');
  const { name } = company;
  return {
    id: idOf(company, 'a company'),
    company_id: scalarText(company['company_id']) ?? '',
    name: typeof name === 'string' && name !== '' ? name : null,
  };
}

function tagOf(row: Json): RemovableTag {
  const tag = objectOf(row, 'a tag');
  return { ...tag, id: idOf(tag, 'a tag'), name: requiredText(tag, 'name') };
}
