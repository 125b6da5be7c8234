import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import type { LockOwner, RunRecord } from '../../types/store.ts';
import type { Ports } from '../options.ts';
import { isInCheckout } from './in-checkout.ts';

/** Time limit for git, which normally answers at once. A hook or a network drive must not delay an apply. */
const gitTimeoutMs = 2_000;

/** Begins with the time, so that ids sort by it. The random end distinguishes runs of the same second. */
export function newRunId(now: number): string {
  return `${runIdStart(now)}-${randomBytes(3).toString('hex')}`;
}

/** The beginning of the ids of runs that start at this time. */
export function runIdStart(now: number): string {
  return new Date(now)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
}

/** Who runs interform: the actor and the job of the pipeline, or the user of this machine. */
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

/** The owner of a lock that is to be taken. */
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

/** Commit and branch of the project folder; undefined where it is not a git checkout. */
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
