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

/** Opens the store of a project. Undefined where the project has none, or in mode `read` where none was written yet. */
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

/** The diagnostic of a store failure or a failed request; throws anything else. */
export function storeOrFailure(failure: unknown): Diagnostic {
  return isStoreFailure(failure) ? failure.diagnostic : failureDiagnostic(failure);
}

/** The diagnostic of a store failure; throws anything else. */
export function storeDiagnostic(failure: unknown): Diagnostic {
  if (!isStoreFailure(failure)) throw failure;
  return failure.diagnostic;
}
