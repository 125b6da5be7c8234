import { execFile } from 'node:child_process';
import { StoreError } from '../../store/store-error.ts';
import type { Project } from '../../types/project.ts';
import type { Ports } from '../options.ts';
import { isInCheckout } from './in-checkout.ts';

/** Time limit for git, which normally answers at once. Without an answer nothing is concluded. */
const gitTimeoutMs = 2_000;

/**
 * In a pipeline, refuses a store folder that git tracks. Otherwise whoever can change the repository could forge what earlier
 * runs wrote, which a plan trusts more than a search that may lag. Throws a StoreError.
 */
export async function requireOwnStore({ folder, store }: Project, env: Ports['env']): Promise<void> {
  if (store.kind !== 'folder' || (env['CI'] ?? '') === '') return;
  // With GIT_DIR the repository may be elsewhere.
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

/** The first file that git tracks at or below a path. Case is ignored, since some file systems ignore it. */
function trackedFile(folder: string, path: string): Promise<string | undefined> {
  // Inside the folder there may be a repository with a configuration of its own, which must not take effect.
  const plain = '-c safe.bareRepository=explicit -c core.fsmonitor=false'.split(' ');
  const args = [...plain, '-C', folder, ...'ls-files -z --'.split(' '), `:(icase,literal)${path}`];
  return new Promise((resolve) => {
    execFile('git', args, { timeout: gitTimeoutMs }, (error, stdout) => {
      const [first = ''] = stdout.split('\0');
      resolve(error === null && first !== '' ? first : undefined);
    });
  });
}
