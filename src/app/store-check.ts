import type { Check } from '../types/check.ts';
import type { Diagnostic } from '../types/diagnostic.ts';
import type { Project } from '../types/project.ts';
import type { Ports } from './options.ts';
import { openStore, storeDiagnostic } from './runs/open-store.ts';

/** Checks where the store is and how durable it is. It only reads. */
export async function storeCheck(
  project: Project,
  env: Ports['env'],
  ports: Ports,
): Promise<Check | Diagnostic> {
  const { store: settings } = project;
  if (settings.kind === 'none') {
    return check('warning', 'none: nothing is remembered between runs', {
      help: 'remove store: none from interform.yaml; without a store, an apply can create twice what search does not show yet',
    });
  }
  const named = settings.kind === 'folder' ? `${settings.path}/` : `the Redis that ${settings.url_env} names`;
  try {
    const store = await openStore(project, env, 'read', ports);
    if (store === undefined) return check('ok', `${named}, which the first apply makes`);
    const { kind, where, durable } = store;
    await store.close();
    if (kind === 'folder')
      return check(
        'ok',
        `${named}, on this machine only; every request is recorded on disk before it is sent`,
      );
    if (durable) return check('ok', `${where}; every request is recorded on its disk before it is sent`);
    return check(
      'warning',
      `${where}, which does not write to its disk at once: if it stops, it may lose the last writes`,
      {
        help: 'set appendonly yes and appendfsync always there',
      },
    );
  } catch (failure) {
    return storeDiagnostic(failure);
  }
}

function check(state: Check['state'], detail: string, more: Pick<Check, 'help'> = {}): Check {
  return { name: 'store', state, detail, ...more };
}
