// Which workflow this is, and which of its runs did what they did with the workflow file of the branch itself.
import { env } from './api.js';

/** What runs a workflow as the branch has it, over what the branch has. */
const BRANCH_EVENTS = ['push', 'schedule', 'workflow_dispatch'];
const BRANCH = 'refs/heads/';

/** `.github/workflows/interform.yml`: the file that runs now. */
export function ownWorkflow() {
  return fileOf({ path: env('GITHUB_WORKFLOW_REF').slice(env('GITHUB_REPOSITORY').length + 1) });
}

/** The file of the workflow that planned. */
export function planningWorkflow() {
  const named = env('INPUT_WORKFLOW');
  if (named === '') return ownWorkflow();
  return named.includes('/') ? named : `.github/workflows/${named}`;
}

/** The branch that this run is of; undefined for a tag or a pull request. */
export function ownBranch() {
  const ref = env('GITHUB_REF');
  return ref.startsWith(BRANCH) ? ref.slice(BRANCH.length) : undefined;
}

/** Whether a run, as GitHub gives it by its id, is one of this workflow for this branch. */
export function isRunOfBranch(run) {
  return (
    BRANCH_EVENTS.includes(run.event) &&
    run.head_branch === ownBranch() &&
    run.head_repository?.full_name === env('GITHUB_REPOSITORY') &&
    fileOf(run) === ownWorkflow()
  );
}

/**
 * Some answers name the ref too. A file may be called `interform.yml@eve.yml`, which must not pass for `interform.yml`: of names that
 * end like a workflow only a whole ref is taken off, whose `/` no file of that folder has.
 */
export function fileOf({ path = '' }) {
  return path.replace(/@refs\/.*$/s, '').replace(/^(.*\.ya?ml)@(?!.*\.ya?ml$).*$/is, '$1');
}
