import type { Change } from '../types/change.ts';

/** The changes and, transitively, what they require. `changeOf` as `changesByAddress` makes it. */
export function withRequired(start: Iterable<Change>, changeOf: ReadonlyMap<string, Change>): Set<Change> {
  return closure(start, (change) => change.requires.flatMap((address) => changeOf.get(address) ?? []));
}

/** The changes and, transitively, what requires them. */
export function withDependents(
  start: ReadonlySet<Change>,
  changes: readonly Change[],
  changeOf: ReadonlyMap<string, Change>,
): Set<Change> {
  if (start.size === 0) return new Set();
  const dependents = new Map<Change, Change[]>();
  for (const change of changes) {
    for (const address of change.requires) {
      const requirement = changeOf.get(address);
      if (requirement === undefined) continue;
      const others = dependents.get(requirement);
      if (others === undefined) dependents.set(requirement, [change]);
      else others.push(change);
    }
  }
  return closure(start, (change) => dependents.get(change) ?? []);
}

function closure(start: Iterable<Change>, next: (change: Change) => readonly Change[]): Set<Change> {
  const reached = new Set(start);
  // A set hands out what is added while it is walked.
  for (const change of reached) for (const other of next(change)) reached.add(other);
  return reached;
}
