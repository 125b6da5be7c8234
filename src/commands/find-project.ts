import { existsSync, lstatSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { PROJECT_FILE } from '../manifest/discover.ts';
import type { Terminal } from './terminal.ts';
import { UsageError, usageError } from './usage.ts';

/** The manifest folder where the project file names none (design 3.1). */
const USUAL_MANIFESTS = 'migrations';

/**
 * Finds the project for a command without `-C`. The result is relative to the working folder: `.`, `..` and so on.
 *
 *     working folder   contains interform.yaml, or manifests without one   it is the project
 *     each above it    the first that contains interform.yaml              up to the home folder, or to the root
 *     none                                                                 the working folder, with defaults
 *
 * Throws a UsageError for a project file in a folder above that another user has put there, because it decides which token is
 * used and what is written.
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

/** A file with the wrong ending counts too: reading it tells the right name. */
function hasProjectFile(folder: string): boolean {
  return existsSync(join(folder, PROJECT_FILE)) || existsSync(join(folder, 'interform.yml'));
}

/** Whether the project file belongs to this user, to the owner of the working folder, or to root. Windows has no such owners. */
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
