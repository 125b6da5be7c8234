// The plan of this very pipeline, which approvers of the environment looked at.
import { env, project } from '../api.js';
import { subjectOf } from '../interform.js';
import { deploymentsOf } from './history.js';
import { Doubt } from './judge.js';
import { sealedReceipt } from './receipts.js';

const HELP = 'Run the pipeline again, from its first job on';

/** `{ bytes }` of the newest preview that ended before this job began, and before anybody approved that it may. */
export async function previewReceipt(api, name, flags) {
  const began = Math.min(Date.parse(env('CI_JOB_STARTED_AT')), ...(await approvedAt(api)));
  const [newest] = (
    await api.all(`${project()}/pipelines/${env('CI_PIPELINE_ID')}/jobs?include_retried=true`)
  )
    .filter((job) => job.name === name && job.finished_at != null && Date.parse(job.finished_at) <= began)
    .sort((a, b) => Date.parse(b.finished_at) - Date.parse(a.finished_at));
  if (newest === undefined) throw new Doubt(`this pipeline has no job ${name} that is done`, HELP);
  if (newest.status !== 'success')
    throw new Doubt(`job ${name} of this pipeline ended with ${newest.status}`, HELP);
  const bytes = await sealedReceipt(api, newest, {
    project: Number(env('CI_PROJECT_ID')),
    merge_request: null,
    commit: env('CI_COMMIT_SHA'),
    pipeline: Number(env('CI_PIPELINE_ID')),
    job: newest.id,
    ref: env('CI_COMMIT_BRANCH'),
    subject: subjectOf(flags),
  });
  return { bytes };
}

/** When approvers of a protected environment said yes to this job: https://docs.gitlab.com/api/deployments. */
async function approvedAt(api) {
  if (env('CI_ENVIRONMENT_NAME') === '') return [];
  const own = (await deploymentsOf(api)).find(
    ({ deployable }) => String(deployable?.id) === env('CI_JOB_ID'),
  );
  if (own === undefined) throw new Doubt('GitLab shows no deployment of this job', HELP);
  const { approvals = [] } = await api.get(`${project()}/deployments/${own.id}`);
  return approvals.map(({ created_at: at }) => Date.parse(at));
}
