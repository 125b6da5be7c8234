import { declaredOf, setStart } from '../kinds/declared/sets.ts';
import { CARRYING_TAGS } from '../kinds/declared/united-tags.ts';
import { kinds } from '../kinds/index.ts';
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
 * Globs and teams of the flags that match nothing declared. Empty if there are errors, which may be the reason. A glob is
 * accepted if it could match what only the live state shows: leads to merge, contacts to prune, and whoever holds values
 * or tags that are carried over. An exclude of the project file that matches nothing is a warning.
 */
export function unmatchedGlobs(
  selection: AddressSelection,
  { declared, offered }: Declared,
  { catalog, diagnostics, project }: Facts,
): readonly Diagnostic[] {
  if (hasErrors(diagnostics)) return [];
  for (const list of declared.values()) for (const one of list) selection.selects(one.address, []);
  for (const tag of catalog.ownerTags.values()) {
    selection.selects(tag.address, []);
    selection.mayHold(setStart(tag.set));
  }
  for (const { model } of catalog.carrying.rules) selection.mayHold(address(model, ''));
  if (catalog.formerTags.size > 0) for (const kind of CARRYING_TAGS) selection.mayHold(address(kind, ''));
  const merges = declaredOf(declared, 'inPairs');
  // A set that absorbs leads creates merges too.
  if (catalog.sets.length > 0 || merges.some(({ cells }) => !cells.has('from.id')))
    for (const { name, people } of kinds) if (people?.inSets === false) selection.mayHold(`${name}/`);
  return [
    ...selection.unmatched(offered, renamedSets(catalog)),
    ...idleExcludes(selection, catalog, project),
  ];
}

/** Former beginning of addresses of a renamed set → the present one. */
function renamedSets({ sets }: Catalog): ReadonlyMap<string, string> {
  return new Map(sets.flatMap(({ name, was }) => was.map((old) => [setStart(old), setStart(name)] as const)));
}
