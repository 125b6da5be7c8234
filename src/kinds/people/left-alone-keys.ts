import type { DeclaredSet, LeftAlone } from '../../types/catalog.ts';

/** Who is left alone: whom rows of these sets name that were left out, by now or later, and who is added. */
export function createLeftAlone(sets: readonly Pick<DeclaredSet, 'rejectedKeys'>[]): LeftAlone {
  const added = new Set<string>();
  return {
    get size() {
      return sets.reduce((sum, { rejectedKeys }) => sum + rejectedKeys.size, added.size);
    },
    has: (key) => added.has(key) || sets.some(({ rejectedKeys }) => rejectedKeys.has(key)),
    add: (key) => void added.add(key),
  };
}
