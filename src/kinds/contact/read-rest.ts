import type { Catalog } from '../../types/catalog.ts';
import { type IntercomReader, isIntercomFailure } from '../../types/intercom.ts';
import type { LivePerson } from '../../types/person.ts';
import { mergeListReader } from '../merge-lists.ts';
import type { ContactDeclaration } from './declaration.ts';

/** Embedded lists stop at ten (api.md 4.1): fetches the rest where a list is managed, and asks after ids that search lacks. */
export async function readRest(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reader: IntercomReader,
): Promise<void> {
  const { people } = catalog;
  const wanted = new Map<string, { tags: boolean; companies: boolean; readonly addresses: string[] }>();
  const missing = new Set<string>();
  for (const declaration of declared) {
    if (declaration.id !== undefined && people.byId(declaration.id) === undefined)
      missing.add(declaration.id);
    for (const person of candidates(declaration, catalog)) {
      const managesTags = declaration.cells.has('tags') || declaration.set.prune !== undefined;
      const tags = managesTags && !person.tagsComplete;
      const companies = declaration.cells.has('companies') && !person.companiesComplete;
      if (!tags && !companies) continue;
      const lists = wanted.get(person.id) ?? { tags: false, companies: false, addresses: [] };
      lists.tags ||= tags;
      lists.companies ||= companies;
      lists.addresses.push(declaration.address);
      wanted.set(person.id, lists);
    }
  }
  const readMergeLists = mergeListReader(catalog, reader);
  await Promise.all([
    ...[...missing].map(async (id) => people.set(id, await reader.contact(id))),
    ...[...wanted].map(async ([id, { tags, companies, addresses }]) => {
      try {
        people.setLists(id, {
          ...(tags ? { tags: (await reader.contactTags(id)).map((tag) => tag.id) } : {}),
          ...(companies
            ? { companies: (await reader.contactCompanies(id)).map((company) => company.id) }
            : {}),
        });
      } catch (error) {
        // Law 10: a list that came short plans nothing for who declares it, and blocks the plan.
        if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
        for (const address of addresses) catalog.incomplete.add(address);
      }
    }),
    ...declared.map(async (declaration) => {
      const people = mayMerge(declaration, catalog);
      if (!(await readMergeLists(people))) catalog.incomplete.add(declaration.address);
    }),
  ]);
}

/** The people that absorbing leads may merge: leads of the declared email, and who they go into. */
function mayMerge(declaration: ContactDeclaration, catalog: Catalog): readonly LivePerson[] {
  if (declaration.role !== 'user' || declaration.set.identity.leads !== 'absorb') return [];
  const people = [...new Set(candidates(declaration, catalog))];
  const hasLead = people.some((person) => person.role === 'lead');
  return hasLead && people.length > 1 ? people : [];
}

function candidates(declaration: ContactDeclaration, catalog: Catalog): readonly LivePerson[] {
  const { id, externalId, email } = declaration;
  const { people } = catalog;
  const found = [
    ...(id === undefined ? [] : [people.byId(id)]),
    ...(externalId === undefined ? [] : [people.byExternalId(externalId)]),
    ...(email === undefined ? [] : people.byEmail(email)),
  ];
  return found.filter((person) => person !== undefined);
}
