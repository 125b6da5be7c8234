import { stat } from 'node:fs/promises';
import { posix } from 'node:path';
import { loadManifests } from '../../../manifest/index.ts';
import { diskFiles } from '../../../sources/index.ts';
import type { Project } from '../../../types/project.ts';
import { schemas } from '../../declare.ts';
import { hasErrors } from '../../group-diagnostics.ts';
import { MOST_HELD_BYTES } from '../../planning/streamed-people.ts';
import { survey } from '../../survey.ts';
import { pulledDataFiles } from '../place-items.ts';
import { PULLED_SETS } from './pulled-sets.ts';

/**
 * Set → data file of an earlier pull, if the files have too many rows for memory, and neither they nor the manifests have
 * errors; else undefined. Such files are only scanned for errors, since they are replaced anyway. `always`: even with few rows.
 */
export async function longDataFiles(
  project: Project,
  { always }: { readonly always: boolean },
): Promise<ReadonlyMap<string, string> | undefined> {
  const manifests = await loadManifests({ project, files: diskFiles, schemas: schemas() });
  if (hasErrors(manifests.diagnostics)) return undefined;
  const found = pulledDataFiles(manifests.texts, PULLED_SETS);
  let bytes = 0;
  for (const file of found.values()) bytes += await bytesOf(posix.join(project.folder, file));
  if (found.size === 0 || (bytes <= MOST_HELD_BYTES && !always)) return undefined;
  const { diagnostics, rejected } = await survey(manifests, project, { files: diskFiles });
  rejected.close();
  return hasErrors(diagnostics) ? undefined : found;
}

async function bytesOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}
