import { execFile } from 'node:child_process';

/** Time limit for git, which normally answers at once. A network drive must not delay init. */
const gitTimeoutMs = 2_000;
const STANDARD = 'main';

/**
 * The branch that pull requests are merged into, as far as the checkout tells. The current branch comes late, because init is
 * often run on a branch of its own.
 *
 *     origin/HEAD > init.defaultBranch > main > master, where there is such a branch > the current branch > main
 */
export async function defaultBranch(folder: string): Promise<string> {
  const remote = await git(folder, 'symbolic-ref --short -q refs/remotes/origin/HEAD');
  if (remote !== undefined) return remote.replace(/^origin\//, '');
  const configured = await git(folder, 'config --get init.defaultBranch');
  for (const name of [configured, STANDARD, 'master'])
    if (name !== undefined && (await isBranch(folder, name))) return name;
  return (await git(folder, 'symbolic-ref --short -q HEAD')) ?? STANDARD;
}

async function isBranch(folder: string, name: string): Promise<boolean> {
  for (const ref of [`refs/heads/${name}`, `refs/remotes/origin/${name}`])
    if ((await git(folder, `rev-parse --verify -q ${ref}`)) !== undefined) return true;
  return false;
}

/** What git prints; undefined where it prints nothing, fails, or is not there. The arguments are split at spaces. */
function git(folder: string, command: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', ['-C', folder, ...command.split(' ')], { timeout: gitTimeoutMs }, (error, stdout) => {
      const line = stdout.trim();
      resolve(error === null && line !== '' ? line : undefined);
    });
  });
}
