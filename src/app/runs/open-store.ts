import { createKeyedHash } from '../../store/keyed-hash.ts';
import { openBackend } from '../../store/open.ts';
import { Store } from '../../store/store.ts';
import type { Diagnostic } from '../../types/diagnostic.ts';
import type { Project } from '../../types/project.ts';
import { isStoreFailure } from '../../types/store.ts';
import { failureDiagnostic } from '../connect.ts';
import { maskKey } from '../masking.ts';
import type { Ports } from '../options.ts';
import { requireOwnStore } from './committed-store.ts';

/** The store of a project; undefined where it has none, or where one that is only read was never written. */
export async function openStore(
  project: Project,
  env: Ports['env'],
  mode: 'read' | 'write',
  ports: Pick<Ports, 'openBackend'>,
): Promise<Store | undefined> {
  await requireOwnStore(project, env);
  const open = ports.openBackend ?? openBackend;
  const backend = await open(project.store, { folder: project.folder, env, mode });
  if (backend === undefined) return undefined;
  return new Store(backend, createKeyedHash(maskKey(project, env) ?? '', backend.hashKey));
}

/** The finding of a store that cannot be used or a call that failed; anything else is thrown on. */
export function storeOrFailure(failure: unknown): Diagnostic {
  return isStoreFailure(failure) ? failure.diagnostic : failureDiagnostic(failure);
}

/** The finding of a store that cannot be used; anything else is thrown on. */
export function storeDiagnostic(failure: unknown): Diagnostic {
  if (!isStoreFailure(failure)) throw failure;
  return failure.diagnostic;
}
