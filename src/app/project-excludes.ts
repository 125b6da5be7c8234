import type { AddressSelection } from '../plan/selection/address-selection.ts';
import type { Catalog } from '../types/catalog.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';

/** Reports how many changes `exclude:` of the project file left out, since the user did not type it. */
export function alwaysLeftOut(
  left: number,
  { exclude, file, place }: Pick<Project, 'exclude' | 'file' | 'place'>,
): readonly Diagnostic[] {
  if (left === 0) return [];
  return [
    {
      code: 'project-exclude',
      severity: 'info',
      summary: `exclude: in the project file leaves out ${left} ${left === 1 ? 'change' : 'changes'}`,
      detail: `it lists ${exclude.join(', ')}`,
      help: 'take an entry out of the list to have its changes again',
      ...(place?.(['exclude']) ?? (file === undefined ? {} : { file })),
    },
  ];
}

/** Entries of `exclude:` that match nothing. A misspelt entry would let through what it should exclude. */
export function idleExcludes(
  selection: AddressSelection,
  { later }: Pick<Catalog, 'later'>,
  { file, place }: Pick<Project, 'file' | 'place'>,
): readonly Diagnostic[] {
  const { unreadable, keys, addresses } = later;
  // An entry may name something that a later version declares.
  if (unreadable.length + keys.size + addresses.size > 0) return [];
  return selection.idle().map(({ index, written, meant }) => ({
    code: 'idle-exclude',
    severity: 'warning',
    summary: `exclude: ${written} in the project file matches nothing, so it leaves nothing out`,
    ...(meant === undefined ? {} : { detail: `did you mean "${meant}"?` }),
    help: 'addresses look like attribute/contact/plan, tag/vip, contact/<set>/<key>; take the entry out where what it named is gone',
    ...(place?.(['exclude', String(index)]) ?? (file === undefined ? {} : { file })),
  }));
}
