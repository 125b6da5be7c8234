import type { AddressSelection } from '../plan/selection/address-selection.ts';
import type { Offered } from '../plan/selection/filter-criteria.ts';
import { address } from '../types/address.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Declaration } from '../types/declaration.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';
import { hasErrors } from './group-diagnostics.ts';
import { idleExcludes } from './project-excludes.ts';

interface Declared {
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  readonly offered: Offered;
}

interface Facts {
  readonly catalog: Catalog;
  readonly diagnostics: readonly Diagnostic[];
  readonly project: Pick<Project, 'exclude' | 'file' | 'place'>;
}

/**
 * Globs and teams of the selecting flags that match nothing of what is declared; nothing where a mistake may be why. What only the live
 * state tells is not held against them: leads to merge and people to prune. An exclude of the project file that matches nothing is a warning.
 */
export function unmatchedGlobs(
  selection: AddressSelection,
  { declared, offered }: Declared,
  { catalog, diagnostics, project }: Facts,
): readonly Diagnostic[] {
  if (hasErrors(diagnostics)) return [];
  for (const list of declared.values()) for (const { address } of list) selection.selects(address, []);
  for (const [key, { set }] of catalog.ownerTags) {
    selection.selects(address('tag', key), []);
    selection.mayHold(`${address('contact', set)}/`);
  }
  const merges = declared.get('merge') ?? [];
  // A set that absorbs leads merges them too.
  if (catalog.sets.length > 0 || merges.some(({ cells }) => !cells.has('from.id')))
    selection.mayHold('merge/');
  return [
    ...selection.unmatched(offered, renamedSets(catalog)),
    ...idleExcludes(selection, catalog, project),
  ];
}

/** What the addresses of renamed sets began with → what they begin with now. */
function renamedSets({ sets }: Catalog): ReadonlyMap<string, string> {
  const startOf = (set: string) => `${address('contact', set)}/`;
  return new Map(sets.flatMap(({ name, was }) => was.map((old) => [startOf(old), startOf(name)] as const)));
}
