import { isWithin } from '../types/files.ts';

/** The manifest folder that a file belongs to: the deepest of the listed folders that contain it. */
export function folderOf(path: string, manifests: readonly string[]): string {
  let deepest: string | undefined;
  for (const folder of manifests) {
    const holds = folder === '.' || isWithin(folder, path);
    if (holds && (deepest === undefined || deepest === '.' || folder.length > deepest.length))
      deepest = folder;
  }
  if (deepest === undefined) throw new Error(`${path} is in no manifest folder`);
  return deepest;
}
