import type { Catalog } from '../../types/catalog.ts';
import type { CompanyDeclaration } from './declaration.ts';

/** Up to this many are read whatever is selected. */
const FEW = 10;

/**
 * The company_ids that a plan has to read. What a filter leaves out is not read, unless it may matter:
 *
 *   company                                            read
 *   not declared                                       always: an error, where it is not live
 *   declared and selected                              always
 *   declared, and a contact refers to it               where a contact or a merge may be selected; live identity may make
 *                                                      two declared contacts one person, so it does not matter which contact
 *   declared, and memberships are taken off or merged  where a contact or a merge may be selected
 *   declared, none of these                            no
 */
export function neededCompanies(
  declared: readonly CompanyDeclaration[],
  { references, selectable, companies }: Pick<Catalog, 'references' | 'selectable' | 'companies'>,
): ReadonlySet<string> {
  const all = new Set(declared.map(({ company_id }) => company_id));
  for (const id of references.companies) all.add(id);
  const people = selectable.below('contact/') || selectable.below('merge/');
  if (selectable.everything || all.size <= FEW || (people && references.everyCompany)) return all;
  return new Set(
    [...all].filter((id) => {
      const address = companies.get(id)?.declared;
      if (address === undefined || selectable.item(address)) return true;
      return people && references.companies.has(id);
    }),
  );
}
