import type { ContactKey } from '../../../types/contact-key.ts';
import type { PeopleIndex } from '../../../types/person.ts';
import { emailKey } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';

/**
 * The keys by which a declaration is looked up, given what is known so far (design 5):
 *
 *   first    id, else external_id, else email
 *   second   the email, where nobody was found, the email changes, a lead is converted by id, or the set absorbs leads;
 *            the external_id that a person found by another key is to get
 */
export function lookupKeys(declaration: ContactDeclaration, people: PeopleIndex): readonly ContactKey[] {
  const { id, externalId, email, set } = declaration;
  const idKey: ContactKey | undefined = id === undefined ? undefined : { field: 'id', value: id };
  const emailLookup: ContactKey | undefined =
    email === undefined ? undefined : { field: 'email', value: email };
  const byExternalId =
    externalId !== undefined && (set.identity.by.has('external_id') || email === undefined);
  const externalLookup: ContactKey | undefined =
    externalId === undefined ? undefined : { field: 'external_id', value: externalId };
  const first = idKey ?? (byExternalId ? externalLookup : emailLookup);
  if (first === undefined) return [];
  const keys = [first];
  const absorbs = set.identity.leads === 'absorb' && declaration.role === 'user';
  if (absorbs && emailLookup !== undefined) keys.push(emailLookup);
  if (!people.asked(first)) return keys;

  const found =
    id !== undefined ? people.byId(id) : byExternalId ? people.byExternalId(externalId) : undefined;
  if (emailLookup !== undefined) {
    const changes = found === undefined || emailKey(found.email ?? '') !== emailKey(emailLookup.value);
    if (changes) keys.push(emailLookup);
  }
  if (found?.role === 'lead' && declaration.role === 'user') {
    const shared = email ?? found.email;
    if (shared !== null) keys.push({ field: 'email', value: shared });
  }
  if (externalLookup !== undefined && first !== externalLookup) {
    const person =
      found ?? (email === undefined ? undefined : people.byEmail(email).find((p) => p.role === 'user'));
    if (person?.external_id !== externalId) keys.push(externalLookup);
  }
  return keys;
}

/**
 * The field by which a declaration finds its person again. A set of higher precedence must not overrule it: the next plan
 * would not find the person, and would create a second one.
 */
export function keyPath({ id, externalId, email, set }: ContactDeclaration): string | undefined {
  if (id !== undefined) return undefined;
  return externalId !== undefined && (set.identity.by.has('external_id') || email === undefined)
    ? 'external_id'
    : 'email';
}
