import { isWithin } from '../types/files.ts';
import type { Project } from '../types/project.ts';

/** The team that owns a manifest by the folder it belongs to: the deepest of the listed ones that hold it. */
export function ownerOfFolder(path: string, { manifests, owners }: Project): string | undefined {
  let deepest: string | undefined;
  for (const folder of manifests) {
    const holds = folder === '.' || isWithin(folder, path);
    if (holds && (deepest === undefined || deepest === '.' || folder.length > deepest.length))
      deepest = folder;
  }
  return deepest === undefined ? undefined : owners.get(deepest);
}
