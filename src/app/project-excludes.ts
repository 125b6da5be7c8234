import type { Change } from '../types/change.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';

/** Says what `exclude:` of the project file left out, where it did: nobody gave it on this command line. */
export function alwaysLeftOut(
  left: ReadonlySet<Change>,
  { exclude, file, place }: Pick<Project, 'exclude' | 'file' | 'place'>,
): readonly Diagnostic[] {
  if (left.size === 0) return [];
  return [
    {
      code: 'project-exclude',
      severity: 'info',
      summary: `exclude: in the project file leaves out ${left.size} ${left.size === 1 ? 'change' : 'changes'}`,
      detail: `it lists ${exclude.join(', ')}`,
      help: 'take an entry out of the list to have its changes again',
      ...(place?.(['exclude']) ?? (file === undefined ? {} : { file })),
    },
  ];
}
