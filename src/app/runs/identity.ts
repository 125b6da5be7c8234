import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { LockOwner, RunRecord } from '../../types/store.ts';
import type { Ports } from '../options.ts';
import { isInCheckout } from './in-checkout.ts';

/** A checkout answers at once; a hook or a network drive must not hold an apply up. */
const gitTimeoutMs = 2_000;

/** Sorts by time; the end tells runs of one second apart. */
export function newRunId(now: number): string {
  return `${runIdStart(now)}-${randomBytes(3).toString('hex')}`;
}

/** What the ids of runs that begin now begin with. */
export function runIdStart(now: number): string {
  return new Date(now)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
}

/** Who runs this: the actor of the pipeline, with its job, or the user of this machine. */
export function runner(env: Ports['env']): RunRecord['by'] {
  const { GITHUB_ACTOR, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = env;
  if (GITHUB_ACTOR) {
    const job =
      GITHUB_SERVER_URL && GITHUB_REPOSITORY && GITHUB_RUN_ID
        ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`
        : undefined;
    return { name: GITHUB_ACTOR, ...(job === undefined ? {} : { job }) };
  }
  const { GITLAB_USER_LOGIN, CI_JOB_URL } = env;
  if (GITLAB_USER_LOGIN)
    return { name: GITLAB_USER_LOGIN, ...(CI_JOB_URL === undefined ? {} : { job: CI_JOB_URL }) };
  return { name: env['USER'] || env['USERNAME'] || userName() };
}

/** Who wants the lock. */
export function lockOwner(workspace: string, { env, now }: Pick<Ports, 'env' | 'now'>): LockOwner {
  const { name, job } = runner(env);
  return {
    id: randomBytes(4).toString('hex'),
    workspace,
    by: name,
    host: hostname(),
    pid: process.pid,
    since: now(),
    ...(job === undefined ? {} : { job }),
  };
}

/** Commit and branch of the project folder; undefined where it is no checkout. */
export async function gitState(folder: string): Promise<RunRecord['git']> {
  if (!isInCheckout(folder)) return undefined;
  const [commit, branch] = await Promise.all([
    git(folder, 'rev-parse HEAD'),
    git(folder, 'symbolic-ref --short -q HEAD'),
  ]);
  if (commit === undefined) return undefined;
  return { commit, ...(branch === undefined ? {} : { branch }) };
}

function git(folder: string, command: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', ['-C', folder, ...command.split(' ')], { timeout: gitTimeoutMs }, (error, stdout) => {
      const line = stdout.trim();
      resolve(error === null && line !== '' ? line : undefined);
    });
  });
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}
