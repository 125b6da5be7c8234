import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Backend } from '../../src/store/backend.ts';
import { openBackend } from '../../src/store/open.ts';
import type { StoreSettings } from '../../src/types/store.ts';

export interface OpenedStore {
  readonly backend: Backend;
}

const RULES = { index_lag: 300_000, keep_values: true, keep: 86_400_000 } as const;
export const IN_FOLDER: StoreSettings = { kind: 'folder', path: '.interform', ...RULES };
export const IN_REDIS: StoreSettings = { kind: 'redis', url_env: 'INTERFORM_STORE_URL', ...RULES };

/** Opens the store of a project folder; in mode `read` it must exist. */
export async function openFolder(project: string, mode: 'read' | 'write' = 'write'): Promise<Backend> {
  return there(await openBackend(IN_FOLDER, { folder: project, env: {}, mode }));
}

export async function openRedis(url: string, mode: 'read' | 'write' = 'write'): Promise<Backend> {
  const env = { INTERFORM_STORE_URL: url };
  return there(await openBackend(IN_REDIS, { folder: '/', env, mode }));
}

function there(backend: Backend | undefined): Backend {
  if (backend === undefined) throw new Error('there is no store');
  return backend;
}

/** A temporary folder for one test. */
export function scratchFolder(root = tmpdir()): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(root, 'interform-store-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
