// node receipt.js JOB FILE: saves the receipt that JOB kept in the last pipeline of the merge request which this commit merged.
// Whatever is in doubt ends the job: no receipt, nothing applied. INTERFORM_GITLAB_TOKEN: an access token with read_api.
import { writeFileSync } from 'node:fs';
import { env, fail, gitlab, project, say } from './api.js';

const { all, call, get } = gitlab(env('INTERFORM_GITLAB_TOKEN'));

async function mergedRequest() {
  const sha = env('CI_COMMIT_SHA');
  const merged = (await all(`${project()}/repository/commits/${sha}/merge_requests`)).filter(
    (one) =>
      one.state === 'merged' &&
      one.target_branch === env('CI_COMMIT_BRANCH') &&
      [one.merge_commit_sha, one.squash_commit_sha, one.sha].includes(sha),
  );
  const [found] = merged;
  if (found === undefined || merged.length > 1)
    throw new Error(
      `${merged.length} merge requests were merged as ${sha}, so it is not known which plan was reviewed`,
    );
  if (found.source_project_id !== found.target_project_id)
    throw new Error(`merge request ${found.iid} comes from a fork, whose plan was none of the workspace`);
  return found;
}

async function receiptOf(job, { iid }) {
  const { head_pipeline: pipeline } = await get(`${project()}/merge_requests/${iid}`);
  if (pipeline == null) throw new Error(`merge request ${iid} has no pipeline`);
  const [newest] = (await all(`${project()}/pipelines/${pipeline.id}/jobs`))
    .filter((one) => one.name === job)
    .sort((a, b) => b.id - a.id);
  if (newest?.status !== 'success')
    throw new Error(`pipeline ${pipeline.id} of merge request ${iid} has no job ${job} that succeeded`);
  say(`the receipt is that of job ${newest.id} in merge request ${iid}`);
  return (await call('GET', `${project()}/jobs/${newest.id}/artifacts/plan.receipt`)).text();
}

const [job = '', file = ''] = process.argv.slice(2);
try {
  writeFileSync(file, await receiptOf(job, await mergedRequest()));
} catch (error) {
  fail(`${error.message}. Nothing was applied.`);
}
