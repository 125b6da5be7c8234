import { execFile } from 'node:child_process';
import { StoreError } from '../../store/store-error.ts';
import type { Project } from '../../types/project.ts';
import type { Ports } from '../options.ts';
import { isInCheckout } from './in-checkout.ts';

/** A checkout answers at once; where git does not, nothing is concluded. */
const gitTimeoutMs = 2_000;

/**
 * Refuses the store of a folder that git tracks, in a pipeline: there whoever can change the repository would say what earlier runs
 * have written, and a plan believes its store more than a search that may lag. Throws a StoreError.
 */
export async function requireOwnStore({ folder, store }: Project, env: Ports['env']): Promise<void> {
  if (store.kind !== 'folder' || (env['CI'] ?? '') === '') return;
  // GIT_DIR names a repository that lies elsewhere.
  if (env['GIT_DIR'] === undefined && !isInCheckout(folder)) return;
  const tracked = await trackedFile(folder, store.path);
  if (tracked === undefined) return;
  throw new StoreError({
    code: 'store-committed',
    summary: `the store in ${store.path}/ is a part of the repository`,
    detail: tracked,
    help: `take it out: git rm -r --cached ${store.path}, and commit that with ${store.path}/ in .gitignore`,
  });
}

/** The first file that git tracks at a path or below, whatever its case: some file systems do not tell it apart. */
function trackedFile(folder: string, path: string): Promise<string | undefined> {
  // A folder that is a repository itself could bring a configuration of its own.
  const plain = '-c safe.bareRepository=explicit -c core.fsmonitor=false'.split(' ');
  const args = [...plain, '-C', folder, ...'ls-files -z --'.split(' '), `:(icase,literal)${path}`];
  return new Promise((resolve) => {
    execFile('git', args, { timeout: gitTimeoutMs }, (error, stdout) => {
      const [first = ''] = stdout.split('\0');
      resolve(error === null && first !== '' ? first : undefined);
    });
  });
}
