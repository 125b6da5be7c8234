import type { Catalog } from '../../../types/catalog.ts';
import type { LivePerson, PeopleIndex } from '../../../types/person.ts';
import { carriedBy } from '../../carrying/carried.ts';
import { listOf } from '../../declared/declare-map.ts';
import { formersAmong } from '../../declared/united-tags.ts';
import { samePersonValue } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';
import { everyValueHolds } from './values.ts';

/**
 * A shortcut: the live person of a declaration that shares its person with no other, where the person has all that is
 * declared, so that nothing has to be resolved, combined or compared. Undefined where there is the least doubt: then the
 * usual way decides.
 */
export function asItCame(declaration: ContactDeclaration, catalog: Catalog): LivePerson | undefined {
  if (!isPlain(declaration, catalog)) return undefined;
  const person = onlyPerson(declaration, catalog.people);
  if (person === undefined || !holdsLists(declaration, person, catalog)) return undefined;
  // It is an error that somebody who is to be removed is declared.
  if (catalog.removals.people.has(person.id)) return undefined;
  if (carriedBy(person, 'contact', catalog).length > 0) return undefined;
  if (mayCarryFormer(person, catalog)) return undefined;
  const { onlyIfEmpty } = declaration.set;
  const isHeld = everyValueHolds(declaration, catalog, (path, value) => {
    const live = person.fields.get(path) ?? null;
    return samePersonValue(path, live, value) || (live !== null && onlyIfEmpty.has(path));
  });
  return isHeld ? person : undefined;
}

/** Whether the person carries a tag under a former name, among the ten that search shows or beyond (intercom 4.1). */
function mayCarryFormer({ tags, tagsComplete }: LivePerson, { unitedTags }: Catalog): boolean {
  return unitedTags.size > 0 && (!tagsComplete || formersAmong(tags, unitedTags).length > 0);
}

/** A declaration of a user that depends on nothing else in the plan. */
function isPlain({ id, role, address, cells, set }: ContactDeclaration, catalog: Catalog): boolean {
  return (
    id === undefined &&
    role === 'user' &&
    set.identity.leads !== 'absorb' &&
    !set.overlooked &&
    set.rejects.doubt === undefined &&
    (set.prune === undefined || set.prune.ownerTagWas.length === 0) &&
    !cells.has('archived') &&
    catalog.leftAlone.size === 0 &&
    !catalog.incomplete.has(address)
  );
}

/** The only person with the key that identifies people in the set. Undefined where somebody else may have to be looked at. */
function onlyPerson(
  { externalId, email, set }: ContactDeclaration,
  people: PeopleIndex,
): LivePerson | undefined {
  if (externalId !== undefined) {
    if (!set.identity.by.has('external_id')) return undefined;
    if (people.incomplete({ field: 'external_id', value: externalId })) return undefined;
    // If the email was looked up, a lead may share it.
    if (email !== undefined && people.asked({ field: 'email', value: email })) return undefined;
    const person = people.byExternalId(externalId);
    return person?.role === 'user' ? person : undefined;
  }
  if (email === undefined || people.incomplete({ field: 'email', value: email })) return undefined;
  const [person, ...others] = people.byEmail(email);
  return others.length === 0 && person?.role === 'user' ? person : undefined;
}

/** Whether the person has every declared tag and company and the owner tag of the set, and nothing is to be taken off. */
function holdsLists({ cells, set }: ContactDeclaration, person: LivePerson, catalog: Catalog): boolean {
  const tags = listOf(cells, 'tags');
  const companies = listOf(cells, 'companies');
  if ((tags !== undefined && set.policy.tags === 'exact') || (companies && set.policy.companies === 'exact'))
    return false;
  const names = [
    ...(tags ?? []).map(({ name }) => name),
    ...(set.prune === undefined ? [] : [set.prune.ownerTag]),
  ];
  return (
    names.every(
      (name) => isPlainName(name) && holds(person.tags, catalog.tags.get(name.toLowerCase())?.id),
    ) &&
    (companies ?? []).every(
      ({ name }) => isPlainName(name) && holds(person.companies, catalog.companies.get(name)?.id),
    )
  );
}

/** Printable ASCII with single spaces; other names may be unusable. */
function isPlainName(name: string): boolean {
  return /^[!-~]+(?: [!-~]+)*$/.test(name);
}

function holds(ids: readonly string[], id: string | undefined): boolean {
  return id !== undefined && ids.includes(id);
}
