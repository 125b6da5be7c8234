import type { StoreSettings } from '../types/store.ts';
import type { Backend } from './backend.ts';

export interface OpenBackend {
  /** Absolute path of the project folder. */
  readonly folder: string;
  /** The environment that may hold the URL of a Redis. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `read`, which plans use, creates and writes nothing. `write` creates the store where there is none. */
  readonly mode: 'read' | 'write';
}

/**
 * Opens the store of a project. Undefined where the project has none, and in mode `read` where the store was never written.
 * Rejects with a StoreError where it cannot be used; a store that is not ours or was written by a newer version is left as
 * it is.
 */
export async function openBackend(
  settings: StoreSettings,
  { folder, env, mode }: OpenBackend,
): Promise<Backend | undefined> {
  if (settings.kind === 'none') return undefined;
  if (settings.kind === 'folder') {
    const [{ folderBackend }, { lockFiles }] = await Promise.all([
      import('./folder/folder-backend.ts'),
      import('./folder/lock-file.ts'),
    ]);
    return folderBackend({ project: folder, path: settings.path, mode, locks: lockFiles });
  }
  const [{ redisBackend }, { lockKeys }] = await Promise.all([
    import('./redis/redis-backend.ts'),
    import('./redis/lock-key.ts'),
  ]);
  const { url_env: urlEnv } = settings;
  return redisBackend({ urlEnv, url: env[urlEnv], mode, locks: lockKeys });
}
