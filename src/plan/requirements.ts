import type { Change } from '../types/change.ts';

/**
 * The changes and, transitively, what they require. A person is planned as it is after the merges into it, so those belong to
 * its change even where they come after it. `changeOf` as `changesByAddress` makes it.
 */
export function withRequired(
  start: Iterable<Change>,
  changes: readonly Change[],
  changeOf: ReadonlyMap<string, Change>,
): Set<Change> {
  const dependents = dependentsOf(changes, changeOf);
  return closure(start, (change) => [
    ...requiredBy(change, changeOf),
    ...(isAfterMerges(change) ? (dependents.get(change) ?? []).filter(({ kind }) => kind === 'merge') : []),
  ]);
}

/** The changes and, transitively, what requires them; with a merge goes the change of the person that it goes into. */
export function withDependents(
  start: ReadonlySet<Change>,
  changes: readonly Change[],
  changeOf: ReadonlyMap<string, Change>,
): Set<Change> {
  if (start.size === 0) return new Set();
  const dependents = dependentsOf(changes, changeOf);
  return closure(start, (change) => [
    ...(dependents.get(change) ?? []),
    ...(change.kind === 'merge' ? requiredBy(change, changeOf).filter(isAfterMerges) : []),
  ]);
}

/** Somebody new holds nothing that a merge could change. */
function isAfterMerges({ kind, action }: Change): boolean {
  return kind === 'contact' && (action === 'update' || action === 'convert');
}

function requiredBy(change: Change, changeOf: ReadonlyMap<string, Change>): readonly Change[] {
  return change.requires.flatMap((address) => changeOf.get(address) ?? []);
}

function dependentsOf(
  changes: readonly Change[],
  changeOf: ReadonlyMap<string, Change>,
): ReadonlyMap<Change, readonly Change[]> {
  const dependents = new Map<Change, Change[]>();
  for (const change of changes) {
    for (const requirement of requiredBy(change, changeOf)) {
      const others = dependents.get(requirement);
      if (others === undefined) dependents.set(requirement, [change]);
      else others.push(change);
    }
  }
  return dependents;
}

function closure(start: Iterable<Change>, next: (change: Change) => readonly Change[]): Set<Change> {
  const reached = new Set(start);
  // A set hands out what is added while it is walked.
  for (const change of reached) for (const other of next(change)) reached.add(other);
  return reached;
}
