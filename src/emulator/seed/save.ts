import type { JsonObject } from '../../types/json.ts';
import { type EmulatorSeed, resources } from '../resources/index.ts';
import type { Workspace } from '../workspace.ts';
import { parseSeed } from './parse.ts';

/** What a workspace holds as a seed, so that another begins where this one stands; of what seeds cannot say, nothing. */
export function saveSeed(workspace: Workspace): EmulatorSeed {
  const parts = resources.flatMap(({ name, seed, records }) => {
    if (seed === undefined) return [];
    const part = seed.save === undefined ? records?.(workspace) : seed.save(workspace);
    return part === undefined ? [] : [[name, part] as const];
  });
  // Answers of the API become the seed's own form.
  return parseSeed(Object.fromEntries(parts) satisfies JsonObject);
}
