import { posix } from 'node:path';
import { parseYaml } from '../../manifest/parse-yaml.ts';
import { isWithin } from '../../types/files.ts';
import type { ManifestForm } from '../../types/kind/pulling.ts';
import type { Project } from '../../types/project.ts';
import { type Home, isHome } from './add-items.ts';

/** Where new manifests go. */
export interface Target {
  readonly project: Project;
  /** Relative to the project folder; '' for the folder itself. */
  readonly folder: string;
  /** Absolute path of the folder whose node_modules contains the schemas. */
  readonly installed: string;
}

/**
 * The file for new items of a form: the last one with this base name that contains their document, else the last one with this
 * base name, else a new one. A new one gets the next version of its manifest folder, which is numbered for itself, so that later
 * versions can revise it. It gets no version where it would not be the last in path order (design 3.2).
 */
export function fileOf(
  form: ManifestForm,
  { head, sameAs }: Pick<Home, 'head' | 'sameAs'>,
  texts: ReadonlyMap<string, string>,
  written: ReadonlyMap<string, string>,
  { folder, project }: Target,
): string {
  const all = new Map([...texts, ...written]);
  const named = [...all.keys()]
    .filter((file) => posix.join(posix.dirname(file), '.') === posix.join(folder, '.'))
    .filter((file) => new RegExp(`^(?:\\d+[-_. ])?${form.base}\\.ya?ml$`, 'i').test(posix.basename(file)))
    .sort();
  const home = named.findLast((file) =>
    parseYaml(file, all.get(file) ?? '').trees.some((tree) => isHome(tree, { file, head, sameAs })),
  );
  const present = home ?? named.at(-1);
  if (present !== undefined) return present;
  const together = [...texts.keys()].filter((file) => sharesFolder(project, folder, file));
  const prefixes = together.flatMap((file) => {
    const prefix = /^(\d+)(?=[-_. ])/.exec(posix.basename(file))?.[1];
    return prefix === undefined ? [] : [{ file, prefix }];
  });
  const highest = Math.max(0, ...prefixes.map(({ prefix }) => Number(prefix)));
  const width = Math.max(4, ...prefixes.map(({ prefix }) => prefix.length));
  const versioned = posix.join(folder, `${String(highest + 1).padStart(width, '0')}-${form.base}.yaml`);
  const isLast = prefixes.every(({ file }) => file < versioned);
  return isLast ? versioned : posix.join(folder, `${form.base}.yaml`);
}

/** Whether the numbers of a file count for new files of a folder: both stand in one manifest folder. */
function sharesFolder({ folder: root, manifests }: Project, folder: string, file: string): boolean {
  const at = (path: string) => posix.join(root, path);
  return manifests.some((one) => isWithin(at(one), at(folder)) && isWithin(at(one), at(file)));
}
