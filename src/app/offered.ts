import type { LoadedManifests } from '../manifest/load-manifests.ts';
import type { Offered } from '../plan/selection/filter-criteria.ts';
import type { RowLayout } from '../types/mapped-row.ts';
import type { Project } from '../types/project.ts';

/** The names that `--file` and `--owner` accept: manifests in force, data files that were read, and teams. */
export function offeredBy(
  { texts, documents }: LoadedManifests,
  { owners }: Project,
  read: ReadonlyMap<RowLayout, number>,
): Offered {
  const teams = documents.flatMap(({ origins }) => origins.flatMap(({ owner }) => owner ?? []));
  return {
    files: [...new Set([...texts.keys(), ...[...read.keys()].map(({ file }) => file)])].sort(),
    teams: [...new Set([...owners.values(), ...teams])].sort(),
  };
}
