// What of the branch has been applied, and what has come since.
import { env, pause, project } from '../api.js';
import { Doubt, isMerged } from './judge.js';
import { touches } from './reads.js';

/** Deployments that are looked through. */
const newestDeployments = 100;
/** Since the last apply; more are a first one on an old branch, or somebody should look. */
const mostCommits = 500;
/** GitLab links a merge request to its commit a moment after the push that begins this pipeline. */
const asksForLink = 5;

/** The newest deployments to the environment of this job, its own too. */
export function deploymentsOf({ list }) {
  const wanted = `environment=${encodeURIComponent(env('CI_ENVIRONMENT_NAME'))}&order_by=id&sort=desc`;
  return list(`${project()}/deployments?${wanted}&per_page=${newestDeployments}`);
}

/** Jobs of this name for this branch that deployed to this environment and have begun, the newest pipeline first. */
export async function appliesBefore(api) {
  return (await deploymentsOf(api))
    .flatMap(({ deployable }) => deployable ?? [])
    .filter(
      (job) =>
        job.name === env('CI_JOB_NAME') &&
        job.ref === env('CI_COMMIT_BRANCH') &&
        job.tag === false &&
        job.started_at != null &&
        String(job.id) !== env('CI_JOB_ID'),
    )
    .sort((a, b) => b.pipeline.id - a.pipeline.id || b.id - a.id);
}

/** Throws a doubt where this pipeline would put an old state over a newer one. */
export async function refuseOldState({ get }, applies, reads) {
  const [sha, branch] = [env('CI_COMMIT_SHA'), env('CI_COMMIT_BRANCH')];
  const help = `Run the newest pipeline of ${branch} again, or set the CI/CD variable INTERFORM_ALLOW_OLD=true while this one runs`;
  const later = applies.find(
    (job) => job.pipeline.id > Number(env('CI_PIPELINE_ID')) && job.pipeline.sha !== sha,
  );
  if (later !== undefined)
    throw new Doubt(
      `${sha} is an old state: job ${later.id} of pipeline ${later.pipeline.id} has applied since`,
      help,
    );
  if (await differs(get, sha, branch, reads))
    throw new Doubt(`${sha} is an old state: ${branch} has changed since in what this project reads`, help);
}

/** The commit after which nothing has been applied: that of the newest apply that did all, else the one before the push. */
export async function lastApplied({ get }, applies) {
  const sha = env('CI_COMMIT_SHA');
  for (const { status, pipeline } of applies) {
    if (status !== 'success' || pipeline.sha === sha) continue;
    if (await isAncestor(get, pipeline.sha, sha)) return pipeline.sha;
  }
  const before = env('CI_COMMIT_BEFORE_SHA');
  return /^0*$/.test(before) || !(await isAncestor(get, before, sha)) ? undefined : before;
}

/** The merge requests that this branch took in since `base`, oldest first. */
export async function mergedSince({ all }, base) {
  const [sha, branch] = [env('CI_COMMIT_SHA'), env('CI_COMMIT_BRANCH')];
  const range = encodeURIComponent(`${base}..${sha}`);
  const listed =
    base === undefined
      ? []
      : await all(`${project()}/repository/commits?ref_name=${range}&first_parent=true`);
  if (listed.length > mostCommits)
    throw new Doubt(
      `${listed.length} commits have come since the last apply, at ${base}`,
      'Apply once by hand after a review of your own',
    );
  const commits = new Set([sha, ...listed.map(({ id }) => id)]);
  const found = new Map();
  for (const commit of [...commits].reverse())
    for (const request of await requestsOf(all, commit, commit === sha))
      if (isMerged(request, branch, commits)) found.set(request.iid, request);
  return [...found.values()].sort((a, b) => Date.parse(a.merged_at) - Date.parse(b.merged_at));
}

async function requestsOf(all, commit, isNew) {
  for (let attempt = 0; ; attempt++) {
    const requests = await all(`${project()}/repository/commits/${commit}/merge_requests`);
    if (!isNew || attempt === asksForLink - 1 || requests.some(({ state }) => state === 'merged'))
      return requests;
    await pause(attempt);
  }
}

/** Whether a merge request changes what the project reads; where GitLab does not show all of it, it does. */
export async function isOfProject({ all }, { iid }, reads) {
  return touches(await all(`${project()}/merge_requests/${iid}/diffs`), reads);
}

/** Whether the branch changed what the project reads; where the beginning is not known, it did. */
export async function hasChanged({ get }, base, reads) {
  return base === undefined || differs(get, base, env('CI_COMMIT_SHA'), reads);
}

async function differs(get, from, to, reads) {
  const of = `from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&straight=true`;
  const { diffs, compare_timeout: isCut } = await get(`${project()}/repository/compare?${of}`);
  if (!Array.isArray(diffs)) throw new Error('GitLab does not say what changed between two commits');
  return isCut === true || touches(diffs, reads);
}

/** Whether a commit is one of those that came before another, or the same. */
export async function isAncestor(get, older, newer) {
  if (older === newer) return true;
  const refs = `refs[]=${encodeURIComponent(older)}&refs[]=${encodeURIComponent(newer)}`;
  const base = await get(`${project()}/repository/merge_base?${refs}`).catch((error) => {
    // A commit that is gone, such as after a push by force.
    if (error.status !== 404 && error.status !== 400) throw error;
  });
  return base?.id === older;
}
