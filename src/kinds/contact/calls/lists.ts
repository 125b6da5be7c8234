import type { Json } from '../../../types/json.ts';
import type { PagedList } from '../../../types/wire-call.ts';
import { nextQuery } from '../../wire/next-page.ts';
import { pathSegment } from '../../wire/path-segment.ts';
import { idOf, objectOf, requiredText, scalarText } from '../../wire/wire-fields.ts';

/** A tag as the list of a contact shows it. */
export interface ListedTag {
  readonly id: string;
  readonly name: string;
}

/** A company as the list of a contact shows it. */
export interface ListedCompany {
  readonly id: string;
  readonly company_id: string;
}

/** All tags of a contact. */
export function contactTagList(contact: string): PagedList<ListedTag> {
  return listBelow(contact, 'tags', (row) => {
    const tag = objectOf(row, 'a tag');
    return { ...tag, id: idOf(tag, 'a tag'), name: requiredText(tag, 'name') };
  });
}

/** All companies of a contact. */
export function contactCompanyList(contact: string): PagedList<ListedCompany> {
  return listBelow(contact, 'companies', (row) => {
    const company = objectOf(row, 'a company');
    return {
      ...company,
      id: idOf(company, 'a company'),
      company_id: scalarText(company['company_id']) ?? '',
    };
  });
}

/** The rows stand under `data` or under the name of the list (intercom 12.6). */
function listBelow<T>(contact: string, name: string, row: (row: Json) => T): PagedList<T> {
  const path = `/contacts/${pathSegment(contact)}/${name}`;
  return (query = '') => ({ path: path + query, names: ['data', name], row, next: nextQuery });
}
