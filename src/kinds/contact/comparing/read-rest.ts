import type { Catalog } from '../../../types/catalog.ts';
import { isIntercomFailure } from '../../../types/intercom.ts';
import type { LivePerson } from '../../../types/person.ts';
import { mergeListReader } from '../../people/merge-lists.ts';
import { ofRole } from '../../people/of-role.ts';
import { personRead } from '../../people/person-values.ts';
import type { PeopleReader } from '../../people-calls.ts';
import type { ContactDeclaration } from '../declaration.ts';

/**
 * Embedded lists stop at ten (intercom 4.1): reads the rest where a list is managed, and reads the ids that search did not
 * find.
 */
export async function readRest(
  declared: readonly ContactDeclaration[],
  catalog: Catalog,
  reader: PeopleReader,
): Promise<void> {
  const { people } = catalog;
  const wanted = new Map<string, WantedLists>();
  const shared = new Map<readonly LivePerson[], Managing>();
  const missing = new Set<string>();
  // Whoever carries a tag that gives way to another one must be known, whatever is declared.
  const everyTag = catalog.unitedTags.size > 0;
  for (const declaration of declared) {
    if (declaration.id !== undefined && people.byId(declaration.id) === undefined)
      missing.add(declaration.id);
    const managed = managedBy(declaration, everyTag);
    for (const person of knownByIds(declaration, catalog)) want(wanted, person, managed);
    const sharing = sharingEmail(declaration, catalog);
    const [only] = sharing;
    if (sharing.length > 1) unite(shared, sharing, managed);
    else if (only !== undefined) want(wanted, only, managed);
  }
  for (const [sharing, managed] of shared) for (const person of sharing) want(wanted, person, managed);
  const readMergeLists = mergeListReader(catalog, reader);
  const wholeLists = new Map<readonly LivePerson[], Promise<boolean>>();
  /** Of people who share an email, the lists are read once and not for each row with that email. */
  const readShared = (sharing: readonly LivePerson[]) => {
    if (sharing.length < 2) return readMergeLists(sharing);
    const answer = wholeLists.get(sharing) ?? readMergeLists(sharing);
    wholeLists.set(sharing, answer);
    return answer;
  };
  const merging = declared.flatMap((declaration) => mayMerge(declaration, catalog) ?? []);
  await Promise.all([
    ...[...missing].map(async (id) => people.set(id, personRead(await reader.contact(id)))),
    ...[...wanted].map(async ([id, { tags, companies, of }]) => {
      try {
        people.setLists(id, {
          ...(tags ? { tags: (await reader.contactTags(id)).map((tag) => tag.id) } : {}),
          ...(companies
            ? { companies: (await reader.contactCompanies(id)).map((company) => company.id) }
            : {}),
        });
      } catch (error) {
        // Law 10: where a list is incomplete, nothing is planned for those who declare the person, and the plan is blocked.
        if (!isIntercomFailure(error) || error.code !== 'incomplete') throw error;
        for (const addresses of of) for (const address of addresses) catalog.incomplete.add(address);
      }
    }),
    ...merging.map(async ({ address, own, sharing }) => {
      const complete = await Promise.all([readMergeLists(own), readShared(sharing)]);
      if (!complete.every(Boolean)) catalog.incomplete.add(address);
    }),
  ]);
}

/** The addresses of declarations of one person that manage the list. */
interface Managing {
  readonly tags: string[];
  readonly companies: string[];
}

/** Which lists of one person have to be read, and the addresses of the declarations that need them. */
interface WantedLists {
  tags: boolean;
  companies: boolean;
  readonly of: (readonly string[])[];
}

function managedBy({ address, cells, set }: ContactDeclaration, everyTag: boolean): Managing {
  return {
    tags: everyTag || cells.has('tags') || set.prune !== undefined ? [address] : [],
    companies: cells.has('companies') ? [address] : [],
  };
}

function unite(
  shared: Map<readonly LivePerson[], Managing>,
  sharing: readonly LivePerson[],
  managed: Managing,
): void {
  const all = shared.get(sharing);
  if (all === undefined) {
    shared.set(sharing, { tags: [...managed.tags], companies: [...managed.companies] });
    return;
  }
  all.tags.push(...managed.tags);
  all.companies.push(...managed.companies);
}

function want(wanted: Map<string, WantedLists>, person: LivePerson, managed: Managing): void {
  const tags = managed.tags.length > 0 && !person.tagsComplete;
  const companies = managed.companies.length > 0 && !person.companiesComplete;
  if (!tags && !companies) return;
  const lists = wanted.get(person.id) ?? { tags: false, companies: false, of: [] };
  lists.tags ||= tags;
  lists.companies ||= companies;
  if (tags) lists.of.push(managed.tags);
  if (companies) lists.of.push(managed.companies);
  wanted.set(person.id, lists);
}

interface Merging {
  readonly address: string;
  readonly own: readonly LivePerson[];
  readonly sharing: readonly LivePerson[];
}

/**
 * The people that may be merged where a set absorbs leads: leads with the declared email, and those they go into. Undefined
 * where there is nothing to merge.
 */
function mayMerge(declaration: ContactDeclaration, catalog: Catalog): Merging | undefined {
  const { address, role, set } = declaration;
  if (role !== 'user' || set.identity.leads !== 'absorb') return undefined;
  const own = knownByIds(declaration, catalog);
  const sharing = sharingEmail(declaration, catalog);
  const hasLead = own.some((person) => person.role === 'lead') || ofRole(sharing, 'lead').length > 0;
  if (!hasLead) return undefined;
  const isSeveral = sharing.length > 1 || new Set([...own, ...sharing]).size > 1;
  return isSeveral ? { address, own, sharing } : undefined;
}

function knownByIds({ id, externalId }: ContactDeclaration, { people }: Catalog): readonly LivePerson[] {
  const found = [
    ...(id === undefined ? [] : [people.byId(id)]),
    ...(externalId === undefined ? [] : [people.byExternalId(externalId)]),
  ];
  return found.filter((person) => person !== undefined);
}

function sharingEmail({ email }: ContactDeclaration, { people }: Catalog): readonly LivePerson[] {
  return email === undefined ? [] : people.byEmail(email);
}
