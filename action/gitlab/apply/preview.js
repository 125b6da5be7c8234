// The plan of this very pipeline, which approvers of the environment looked at.
import { env, project } from '../api.js';
import { subjectOf } from '../interform.js';
import { Doubt } from './judge.js';
import { sealedReceipt } from './receipts.js';

const HELP = 'Run the pipeline again, from its first job on';

/** `{ bytes }` of the newest preview that ended before this job began. */
export async function previewReceipt(api, name, flags) {
  const began = Date.parse(env('CI_JOB_STARTED_AT'));
  const [newest] = (
    await api.all(`${project()}/pipelines/${env('CI_PIPELINE_ID')}/jobs?include_retried=true`)
  )
    .filter((job) => job.name === name && job.finished_at != null && !(Date.parse(job.finished_at) > began))
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
