import type { Json } from '../../../types/json.ts';
import { ApiError, invalid, notFound, rateLimited } from '../../errors.ts';
import { readCount } from '../../paging.ts';
import type { Call, Route } from '../../router.ts';
import { type ExportRecord, exportsOf } from './store.ts';

/** How long a job is pending, by the clock of the emulator: ours. */
const PENDING_MS = 2_000;

export const exportRoutes: readonly Route[] = [
  { method: 'POST', path: '/export/content/data', answer: createExport },
  {
    method: 'GET',
    path: '/export/content/data/:job_identifier',
    answer: (call) => show(pathExport(call), call),
  },
  { method: 'POST', path: '/export/cancel/:job_identifier', answer: cancelExport },
  { method: 'GET', path: '/download/content/data/:job_identifier', answer: download },
];

/** One at a time. */
function createExport(call: Call): Json {
  const { workspace, body } = call;
  if (readCount(body.created_at_after) === undefined || readCount(body.created_at_before) === undefined)
    throw invalid('created_at_after and created_at_before must be times in unix seconds');
  const jobs = exportsOf(workspace);
  if ([...jobs.values()].some((job) => statusOf(job, call) === 'pending')) throw onePending();
  const job: ExportRecord = {
    job_identifier: workspace.random.letters(16),
    createdMs: workspace.nowMs(),
    canceled: false,
  };
  jobs.set(job.job_identifier, job);
  return show(job, call);
}

function onePending(): ApiError {
  const { status, code } = rateLimited(1);
  return new ApiError({
    status,
    code,
    message: 'Exceeded rate limit of 1 pending message data export jobs',
  });
}

/** No source states the answer to an unknown job; it is ours. */
function pathExport({ workspace, param }: Call): ExportRecord {
  const job = exportsOf(workspace).get(param('job_identifier'));
  if (job === undefined) throw notFound('Export job not found');
  return job;
}

/** One that has ended stays as it is. */
function cancelExport(call: Call): Json {
  const job = pathExport(call);
  if (statusOf(job, call) !== 'pending') return show(job, call);
  const canceled = { ...job, canceled: true };
  exportsOf(call.workspace).set(job.job_identifier, canceled);
  return show(canceled, call);
}

/** Nothing is delivered, so that there is never anything to download. */
function download(call: Call): never {
  pathExport(call);
  throw notFound('Export data not found');
}

function statusOf(job: ExportRecord, { workspace }: Call): 'pending' | 'no_data' | 'canceled' {
  if (job.canceled) return 'canceled';
  return workspace.nowMs() - job.createdMs < PENDING_MS ? 'pending' : 'no_data';
}

function show(job: ExportRecord, call: Call): Json {
  return {
    job_identifier: job.job_identifier,
    status: statusOf(job, call),
    download_url: '',
    download_expires_at: '',
  };
}
