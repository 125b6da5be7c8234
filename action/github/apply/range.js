// The commits that this apply is of: those that came to the branch since the one that was applied last. A push that waited may have
// been dropped for a later one, which then brings both.
import { call, env, NoAnswer, pages, readEvent, say } from '../api.js';
import { artifactsCalled, runById } from '../artifacts.js';
import { artifactName } from '../names.js';
import { isRunOfBranch } from '../workflow.js';
import { Doubt, PLAN_AGAIN } from './refusal.js';

/** Far above what a branch gets between two applies. */
const mostCommits = 1000;
/** Earlier applies that are no ancestors, as after a force push: so many are passed over. */
const mostLookedAt = 20;

/**
 * The parents of each commit of the range, by its hash.
 * @returns {Promise<ReadonlyMap<string, readonly string[]>>}
 */
export async function commitsToApply() {
  const sha = env('GITHUB_SHA');
  for await (const since of appliedBefore(sha)) {
    const commits = await commitsSince(since, sha);
    if (commits !== undefined && isStraight(commits, since, sha)) return told(commits, since);
  }
  const { before } = readEvent();
  if (before !== undefined && !/^0*$/.test(before)) {
    const commits = await commitsSince(before, sha);
    if (commits !== undefined) return told(commits, before);
  }
  const { parents } = await call('GET', `/commits/${sha}`);
  return new Map([[sha, parents.map((parent) => parent.sha)]]);
}

function told(commits, since) {
  say(`${commits.size} commits came to the branch since ${since}`);
  return commits;
}

/**
 * Whether the branch itself was at `since`, and not only something that was merged into it: GitHub tells a run of the tag `main` from
 * one of the branch by nothing, and a tag stands anywhere, with the workflow that stands there.
 */
function isStraight(commits, since, sha) {
  let at = sha;
  while (commits.has(at)) [at] = commits.get(at);
  return at === since;
}

/** The commits before this one whose apply did everything, newest apply first. */
async function* appliedBefore(sha) {
  const heads = new Set();
  for (const { workflow_run: { id } = {} } of (await artifactsCalled(artifactName('applied'))).slice(
    0,
    mostLookedAt,
  )) {
    const run = id === undefined ? undefined : await runById(id);
    if (run === undefined || !isRunOfBranch(run) || run.head_sha === sha || heads.has(run.head_sha)) continue;
    heads.add(run.head_sha);
    const { status } = await call('GET', `/compare/${run.head_sha}...${sha}?per_page=1`);
    if (status === 'ahead') yield run.head_sha;
  }
}

/** undefined where the one does not lead to the other. */
async function commitsSince(since, sha) {
  const commits = new Map();
  try {
    for await (const { status, total_commits: total, commits: some } of pages(`/compare/${since}...${sha}`)) {
      if (status !== 'ahead') return undefined;
      if (total > mostCommits)
        throw new Doubt(
          `${total} commits came to the branch since the last apply, too many to look through`,
          PLAN_AGAIN,
        );
      for (const commit of some)
        commits.set(
          commit.sha,
          commit.parents.map((parent) => parent.sha),
        );
      if (some.length === 0 || commits.size >= total) return commits;
    }
  } catch (error) {
    // A commit that a force push took away.
    if (error instanceof NoAnswer && error.status === 404) return undefined;
    throw error;
  }
  return commits;
}
