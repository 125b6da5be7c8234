import type { Store } from '../store/store.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { SourceText } from '../types/source-text.ts';
import type { LockOwner } from '../types/store.ts';
import { openProject } from './load.ts';
import { type Masking, maskKey } from './masking.ts';
import type { PlanningOptions, Ports } from './options.ts';
import { holderText } from './runs/locked.ts';
import { openStore, storeDiagnostic } from './runs/open-store.ts';

export interface Unlocked {
  /** The former holder of the lock that was removed; undefined where none was. */
  readonly owner?: LockOwner;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: SourceText;
  /** Undefined where the project file has errors. */
  readonly masking?: Masking;
}

/** Removes the lock with this id from the store of the project, whoever holds it. It sends no request to Intercom. */
export async function unlock(
  id: string,
  options: Pick<PlanningOptions, 'project' | 'environment' | 'variables'>,
  ports: Ports,
): Promise<Unlocked> {
  const { project, env, diagnostics, texts } = await openProject(options, ports);
  const sources = (file: string) => texts.get(file);
  if (project === undefined) return { diagnostics, sources };
  const found = { sources, masking: { key: maskKey(project, env), sensitive: [] } };
  let store: Store | undefined;
  try {
    store = await openStore(project, env, 'read', ports);
    const owner = await store?.locks.breakLock(id);
    if (owner !== undefined) return { ...found, diagnostics, owner };
    const holders = project.store.kind === 'none' ? undefined : ((await store?.locks.holders()) ?? []);
    return { ...found, diagnostics: [...diagnostics, unknownLock(id, holders)] };
  } catch (failure) {
    return { ...found, diagnostics: [...diagnostics, storeDiagnostic(failure)] };
  } finally {
    await store?.close();
  }
}

/** `holders`: undefined where the project has no store. */
function unknownLock(id: string, holders: readonly LockOwner[] | undefined): Diagnostic {
  const held =
    holders?.map((owner) => `${owner.id} of workspace ${owner.workspace}: ${holderText(owner)}`) ?? [];
  const none =
    holders === undefined ? 'this project keeps no store, so it has no locks' : 'nobody holds a lock here';
  const [first] = holders ?? [];
  return {
    code: 'unknown-lock',
    severity: 'error',
    summary: `there is no lock ${id}`,
    detail: held.length === 0 ? none : held.join('; '),
    help:
      first === undefined
        ? 'no lock is in the way: run interform apply'
        : `take the id that apply shows, such as interform unlock ${first.id}`,
  };
}
