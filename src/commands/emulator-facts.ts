import { resolve } from 'node:path';
import { loadFacts } from '../app/probing/facts-file.ts';
import type { FactsDocument } from '../types/facts.ts';
import { UsageError } from './usage.ts';

/**
 * Reads the facts of a workspace.
 *
 * @throws UsageError where the file is none that a probe wrote.
 */
export async function readFactsFile(cwd: string, name: string): Promise<FactsDocument> {
  const loaded = await loadFacts(resolve(cwd, name), name);
  if ('diagnostic' in loaded) throw new UsageError([loaded.diagnostic]);
  return loaded.facts;
}
