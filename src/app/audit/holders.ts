import type { Person, PersonKey } from './person-keys.ts';

/** Which contacts hold each email and phone. */
export interface Holders {
  add(person: Person, keys: readonly PersonKey[]): void;
  users(key: string): readonly Person[];
  leads(key: string): readonly Person[];
  /** The keys that more than one contact holds. */
  shared(): Iterable<string>;
}

interface Group {
  readonly users: Person[];
  readonly leads: Person[];
}

/** Most keys have one holder, so a single holder is stored as itself and not in a list. */
export function createHolders(): Holders {
  const holders = new Map<string, Person | Group>();
  const of = (key: string, role: Person['role']): readonly Person[] => {
    const found = holders.get(key);
    if (found === undefined) return [];
    if ('role' in found) return found.role === role ? [found] : [];
    return role === 'user' ? found.users : found.leads;
  };
  return {
    add(person, keys) {
      for (const { key } of keys) {
        const others = holders.get(key);
        if (others === undefined) holders.set(key, person);
        else if ('role' in others) holders.set(key, groupOf(others, person));
        else listOf(others, person).push(person);
      }
    },
    users: (key) => of(key, 'user'),
    leads: (key) => of(key, 'lead'),
    *shared() {
      for (const [key, found] of holders) if (!('role' in found)) yield key;
    },
  };
}

function groupOf(...people: readonly Person[]): Group {
  const group: Group = { users: [], leads: [] };
  for (const person of people) listOf(group, person).push(person);
  return group;
}

function listOf(group: Group, person: Person): Person[] {
  return person.role === 'user' ? group.users : group.leads;
}
