import type { DeclaredSet, LeftAlone } from '../../types/catalog.ts';

/**
 * The keys of people who are left alone: those that rejected rows of these sets name, now or later, and those that are
 * added.
 */
export function createLeftAlone(sets: readonly Pick<DeclaredSet, 'rejects'>[]): LeftAlone {
  const added = new Set<string>();
  return {
    get size() {
      return sets.reduce((sum, { rejects }) => sum + rejects.keys.size, added.size);
    },
    has: (key) => added.has(key) || sets.some(({ rejects }) => rejects.keys.has(key)),
    add: (key) => void added.add(key),
  };
}
