import type { LivePerson, Role } from '../../types/person.ts';

type ByRole = Readonly<Record<Role, readonly LivePerson[]>>;

const toldApart = new WeakMap<readonly LivePerson[], ByRole>();

/**
 * The people of a role, in order. Every row of a shared email calls it with the same list, which is therefore split only
 * once.
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
