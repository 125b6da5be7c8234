import { address } from '../../types/address.ts';
import type { Catalog } from '../../types/catalog.ts';
import { isIntercomFailure } from '../../types/intercom.ts';
import type { LivePerson } from '../../types/person.ts';
import type { PeopleReader } from '../people-calls.ts';

/**
 * Returns a function that reads the tags and companies of people who take part in merges, as far as lookups did not show
 * them: lists beyond ten, and the company_ids of a lead's companies, of which contacts hold only Intercom's ids (intercom
 * 4.1). It resolves to false where a list was incomplete (law 10). It searches the catalog once, however many people there
 * are, and reads each person once.
 */
export function mergeListReader(
  catalog: Catalog,
  reader: PeopleReader,
): (people: readonly LivePerson[]) => Promise<boolean> {
  const known = new Set([...catalog.companies.values()].map((company) => company.id));
  const read = async (person: LivePerson): Promise<boolean> => {
    const needsTags = !person.tagsComplete;
    const isUnnamed = person.role === 'lead' && person.companies.some((id) => !known.has(id));
    try {
      if (needsTags)
        catalog.people.setLists(person.id, {
          tags: (await reader.contactTags(person.id)).map((tag) => tag.id),
        });
      if (!person.companiesComplete || isUnnamed) {
        const companies = await reader.contactCompanies(person.id);
        catalog.people.setLists(person.id, { companies: companies.map((company) => company.id) });
        for (const { company_id, id } of companies) {
          if (catalog.companies.has(company_id)) continue;
          catalog.companies.set(company_id, { company_id, id, declared: undefined });
          catalog.ids.set(address('company', company_id), id);
        }
      }
      return true;
    } catch (error) {
      if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
      return false;
    }
  };
  const answers = new Map<string, Promise<boolean>>();
  const once = (person: LivePerson) => {
    const answer = answers.get(person.id) ?? read(person);
    answers.set(person.id, answer);
    return answer;
  };
  return async (people) => {
    const complete = await Promise.all(people.map(once));
    return complete.every(Boolean);
  };
}
