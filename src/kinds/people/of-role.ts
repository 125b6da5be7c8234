import type { LivePerson, Role } from '../../types/person.ts';

type ByRole = Readonly<Record<Role, readonly LivePerson[]>>;

const toldApart = new WeakMap<readonly LivePerson[], ByRole>();

/**
 * Those of a role, in order. Every row of an email asks it of the live people who share the email: as long as they are one list, they are
 * told apart once.
 */
export function ofRole(people: readonly LivePerson[], role: Role): readonly LivePerson[] {
  if (people.length < 2) return people.filter((person) => person.role === role);
  const known = toldApart.get(people) ?? byRole(people);
  toldApart.set(people, known);
  return known[role];
}

function byRole(people: readonly LivePerson[]): ByRole {
  const [user, lead]: [LivePerson[], LivePerson[]] = [[], []];
  for (const person of people) (person.role === 'user' ? user : lead).push(person);
  return { user, lead };
}
