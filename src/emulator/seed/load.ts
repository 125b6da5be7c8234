import { type EmulatorSeed, resources } from '../resources/index.ts';
import type { Workspace } from '../workspace.ts';

/**
 * Fills a workspace. List and search see it at once.
 *
 * @throws SeedError for a value that no write could have stored.
 */
export function loadSeed(seed: EmulatorSeed, workspace: Workspace): void {
  for (const { seed: part } of resources) part?.load(seed, workspace);
}
