// The receipt that a merged merge request brings.
import { env, project } from '../api.js';
import { digestOf, hashOf, RECEIPT_FILE, SEAL_FILE, sealDoubt } from '../seal.js';
import { requireApproval } from './approval.js';
import { isAncestor } from './history.js';
import { Doubt, pipelineDoubt, reviewedJob } from './judge.js';

/** `{ bytes, job, digest }` of the plan that was there when the merge request was merged. Throws a doubt where that cannot be told. */
export async function receiptOf(api, request, { job: name, subject, mustBeApproved }) {
  if (request.source_project_id !== request.target_project_id)
    throw new Doubt(
      'it comes from a fork, whose plan was none of the workspace',
      'Push its commits to a branch of this project, and merge the merge request of that branch',
    );
  const { pipelines, doubts } = await pipelinesOf(api, request);
  if (pipelines.length === 0)
    throw new Doubt(
      `it has no pipeline of its head ${request.sha}${doubts.length === 0 ? '' : `: ${doubts.join('; ')}`}`,
    );
  const listed = [];
  for (const pipeline of pipelines)
    for (const job of await api.all(`${project()}/pipelines/${pipeline.id}/jobs?include_retried=true`))
      listed.push({ ...job, of: pipeline });
  const { of: pipeline, ...job } = reviewedJob(listed, name, request.merged_at);
  if (job.status !== 'success') throw new Doubt(`its last plan, job ${job.id}, ended with ${job.status}`);
  const receipt = await sealedReceipt(api, job, {
    project: request.target_project_id,
    merge_request: request.iid,
    target: request.target_branch,
    head: request.sha,
    commit: pipeline.sha,
    pipeline: pipeline.id,
    job: job.id,
    ref: pipeline.ref,
    subject,
  });
  if (mustBeApproved) await requireApproval(api, request, job.finished_at);
  return { bytes: receipt, job: job.id, digest: digestOf(receipt) };
}

async function pipelinesOf(api, request) {
  const [pipelines, doubts] = [[], []];
  for (const { id } of await api.all(`${project()}/merge_requests/${request.iid}/pipelines`)) {
    const pipeline = await api.get(`${project()}/pipelines/${id}`);
    const doubt = pipelineDoubt(pipeline, request, await mergedBy(api, pipeline, request));
    if (doubt === undefined) pipelines.push(pipeline);
    else doubts.push(doubt);
  }
  return { pipelines, doubts };
}

/** What the commit of a merged result came from. Whoever may point the merge request at a branch of theirs decides one half of it. */
async function mergedBy(api, { ref, sha }, request) {
  if (!ref?.endsWith('/merge')) return { parents: [], strangers: [] };
  const { parent_ids: parents = [] } = (await api.find(`${project()}/repository/commits/${sha}`)) ?? {};
  const strangers = [];
  for (const parent of parents)
    if (parent !== request.sha && !(await isAncestor(api.get, parent, env('CI_COMMIT_SHA'))))
      strangers.push(parent);
  return { parents, strangers };
}

/** The receipt that a job left, where its seal says what `facts` say. */
export async function sealedReceipt({ call }, { id }, facts) {
  const artifact = async (file) => {
    const answer = await call('GET', `${project()}/jobs/${id}/artifacts/${file}`).catch((error) => {
      if (error.status !== 404) throw error;
      throw new Doubt(`job ${id} left no ${file}, or it has expired`);
    });
    return Buffer.from(await answer.arrayBuffer());
  };
  const seal = parse(await artifact(SEAL_FILE));
  const doubt = sealDoubt(seal, facts);
  if (doubt !== undefined) throw new Doubt(`job ${id} cannot be trusted: ${doubt}`);
  if (seal.receipt === null)
    throw new Doubt(`its last plan, job ${id}, left no receipt: it ended with exit ${seal.exit}`);
  const receipt = await artifact(RECEIPT_FILE);
  const changed = sealDoubt(seal, { receipt: hashOf(receipt), digest: digestOf(receipt) ?? null });
  if (changed !== undefined || seal.digest === null)
    throw new Doubt(`the receipt of job ${id} is not the one that its seal is of`);
  return receipt;
}

function parse(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
