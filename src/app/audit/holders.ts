import type { AuditedPerson, PersonKey } from './person-keys.ts';

/** Which contacts hold each email and phone. */
export interface Holders {
  add(person: AuditedPerson, keys: readonly PersonKey[]): void;
  users(key: string): readonly AuditedPerson[];
  leads(key: string): readonly AuditedPerson[];
  /** The keys that more than one contact holds. */
  shared(): Iterable<string>;
}

interface Group {
  readonly users: AuditedPerson[];
  readonly leads: AuditedPerson[];
}

/** Most keys have one holder, so a single holder is stored as itself and not in a list. */
export function createHolders(): Holders {
  const holders = new Map<string, AuditedPerson | Group>();
  const of = (key: string, role: AuditedPerson['role']): readonly AuditedPerson[] => {
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

function groupOf(...people: readonly AuditedPerson[]): Group {
  const group: Group = { users: [], leads: [] };
  for (const person of people) listOf(group, person).push(person);
  return group;
}

function listOf(group: Group, person: AuditedPerson): AuditedPerson[] {
  return person.role === 'user' ? group.users : group.leads;
}
