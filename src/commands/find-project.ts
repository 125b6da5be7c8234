import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT_FILE } from '../manifest/discover.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

/** Where manifests are when no project file says otherwise (design 3.1). */
const USUAL_MANIFESTS = 'migrations';

/**
 * The project that a command means where no `-C` says so, relative to the working folder: `.`, or `..` and so on.
 *
 *     working folder   holds interform.yaml, or manifests without one    it is the project
 *     each above it    the first that holds interform.yaml               up to the home folder, or to the root
 *     none                                                               the working folder, with defaults
 *
 * Throws a UsageError for a project file above that somebody else put there: it says which token is used and what is written.
 */
export function findProject({ cwd, env }: Pick<Terminal, 'cwd' | 'env'>): string {
  if (existsSync(join(cwd, USUAL_MANIFESTS))) return '.';
  const home = env['HOME'] ?? env['USERPROFILE'];
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (hasProjectFile(folder)) {
      if (folder === cwd) return '.';
      if (!isTrusted(folder, cwd)) throw new UsageError([ofAnother(folder)]);
      return relative(cwd, folder);
    }
    if (folder === home || folder === dirname(folder)) return '.';
  }
}

/** One with a wrong ending counts: reading it says what it must be called. */
function hasProjectFile(folder: string): boolean {
  return existsSync(join(folder, PROJECT_FILE)) || existsSync(join(folder, 'interform.yml'));
}

/** Whether it belongs to who runs this, to whom the working folder belongs, or to root. Windows knows no owners. */
function isTrusted(folder: string, cwd: string): boolean {
  const mine = process.getuid?.();
  if (mine === undefined) return true;
  const file = [PROJECT_FILE, 'interform.yml'].map((name) => join(folder, name)).find(existsSync);
  if (file === undefined) return false;
  return [mine, lstatSync(cwd).uid, 0].includes(lstatSync(file).uid);
}

function ofAnother(folder: string) {
  return usageError(
    'project-of-another-user',
    `${join(folder, PROJECT_FILE)} belongs to another user, so interform does not use it as the project of this folder`,
    `name the project with -C. If you trust that user: -C ${folder}`,
  );
}
