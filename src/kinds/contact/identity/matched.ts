import type { ContactKey } from '../../../types/contact-key.ts';
import type { LivePerson } from '../../../types/person.ts';
import { emailKey, keysHeld, keyText } from '../../people/person-values.ts';
import type { ContactDeclaration } from '../declaration.ts';

/** The keys by which declarations found a live person: for each the strongest key that the person has (design 4). */
export function matchedKeys(
  members: readonly ContactDeclaration[],
  person: LivePerson,
): readonly ContactKey[] {
  const keys = members.flatMap((member) => {
    const field = fieldOf(member, person);
    return field === undefined ? [] : keysHeld(field, person);
  });
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/** Undefined where the declaration reached the person through another declaration. */
function fieldOf(
  { id, externalId, email, set }: ContactDeclaration,
  person: LivePerson,
): ContactKey['field'] | undefined {
  if (id !== undefined) return 'id';
  const byExternalId = set.identity.by.has('external_id') || email === undefined;
  if (byExternalId && externalId !== undefined && externalId === person.external_id) return 'external_id';
  const sharesEmail =
    email !== undefined && person.email !== null && emailKey(email) === emailKey(person.email);
  return sharesEmail ? 'email' : undefined;
}
