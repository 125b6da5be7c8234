// Which plan of a merge request was there to be reviewed when it was merged. Pure: facts in, a doubt or none out.

/** Why nothing may be applied, and what to do about it. */
export class Doubt extends Error {
  constructor(message, help = 'Plan in a new merge request, and merge that') {
    super(message);
    this.help = help;
  }
}

/** The commit that a merge request became. Its head alone says nothing where a merge or a squash of it went somewhere else. */
export function landedAs({ merge_commit_sha: merge, squash_commit_sha: squash, sha }) {
  return merge ?? squash ?? sha;
}

/** Whether a merge request was merged into the branch as one of these commits. The branch is what it names now, also after its merge. */
export function isMerged(request, branch, commits) {
  return request.state === 'merged' && request.target_branch === branch && commits.has(landedAs(request));
}

/**
 * Why a pipeline is none of the head that was merged; undefined for one that is. Of a merged result, `parents` are those of its commit,
 * and `strangers` those of them that neither the head nor the branch brought: what they say of the pipeline, nobody reviewed.
 */
export function pipelineDoubt(pipeline, request, { parents, strangers }) {
  const { iid, sha, target_project_id: project } = request;
  const name = `pipeline ${pipeline.id}`;
  if (pipeline.project_id !== project) return `${name} ran in another project`;
  if (pipeline.source !== 'merge_request_event') return `${name} was started by ${pipeline.source}`;
  if (pipeline.ref === `refs/merge-requests/${iid}/train`)
    return `${name} is that of a merge train, which nobody reviewed`;
  if (pipeline.ref === `refs/merge-requests/${iid}/head`)
    return pipeline.sha === sha ? undefined : `${name} ran for ${pipeline.sha}, and the head was ${sha}`;
  if (pipeline.ref !== `refs/merge-requests/${iid}/merge`)
    return `${name} ran for ${pipeline.ref}, which is none of merge request ${iid}`;
  if (!parents.includes(sha)) return `${name} merged another commit than the head ${sha}`;
  if (strangers.length > 0)
    return `${name} merged the head into ${strangers[0]}, which was never a commit of ${request.target_branch}`;
  return undefined;
}

/** The plan that a reviewer saw: of all jobs of this name the one that ended last before the merge, also one that was retried since. */
export function reviewedJob(jobs, name, mergedAt) {
  const before = jobs
    .filter((job) => job.name === name && job.started_at != null)
    .filter((job) => Date.parse(job.finished_at) < Date.parse(mergedAt))
    .sort((a, b) => Date.parse(b.finished_at) - Date.parse(a.finished_at) || b.id - a.id);
  if (before.length > 0) return before[0];
  const isLate = jobs.some((job) => job.name === name && job.started_at != null);
  throw new Doubt(
    isLate
      ? `its job ${name} ended after the merge, so nobody can have reviewed that plan`
      : `no pipeline of its head ran a job ${name}`,
  );
}
