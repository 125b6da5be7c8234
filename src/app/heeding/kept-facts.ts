import type { Store } from '../../store/store.ts';
import { type WorkspaceFacts, workspaceFacts } from '../../types/facts.ts';
import { factsShape } from '../../types/facts-shape.ts';
import type { Project } from '../../types/project.ts';

/** Of a workspace that nobody has probed. */
export const UNPROBED: WorkspaceFacts = workspaceFacts([]);

/** What a probe found in this workspace, as far as the store knows. What another version wrote and this one cannot read is nothing. */
export async function keptFacts(store: Store, workspace: string): Promise<WorkspaceFacts> {
  const document = await store.facts(workspace);
  if (document === undefined || factsShape(document, '') !== undefined) return UNPROBED;
  return workspaceFacts(document.facts);
}

/** How long search may lag: what was measured can only raise what the project says, since one measurement promises nothing. */
export function indexLagMs({ store }: Pick<Project, 'store'>, { found }: WorkspaceFacts): number {
  return Math.max(store.index_lag, found.index_lag_ms ?? 0);
}
