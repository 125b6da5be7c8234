import { isJsonObject, type Json, type JsonObject } from '../../../types/json.ts';
import type { Call } from '../../router.ts';
import { fieldNotFound, jobClosed, jobNotFound, tooMany, typeMismatch } from './errors.ts';
import { hasEnded, type Job, jobState } from './record.ts';
import { bulkJobsOf } from './store.ts';
import { bulkSwitchesOf } from './switches.ts';

/**
 * The contacts of a bulk request. One that does not fit refuses them all (intercom 13.4).
 *
 * @throws ApiError 422
 */
export function readItems(
  { workspace, body }: Call,
  { byId }: { readonly byId: boolean },
): readonly JsonObject[] {
  const sent = body.contacts;
  if (sent === undefined || sent === null) throw fieldNotFound('contacts field must be supplied');
  if (!Array.isArray(sent)) throw typeMismatch('contacts must be an array');
  const { bulkLimit } = bulkSwitchesOf(workspace);
  if (sent.length > bulkLimit) throw tooMany(bulkLimit);
  return sent.map((item: Json) => {
    if (!isJsonObject(item)) throw typeMismatch('each contact must be an object');
    if (byId && typeof item.id !== 'string') throw fieldNotFound('contacts must be identified by id');
    return item;
  });
}

/**
 * The job that the request is appended to, else a new one.
 *
 * @throws ApiError 404, and 403 once the job has ended.
 */
export function requestedJob({ workspace, body }: Call): Job {
  const jobs = bulkJobsOf(workspace);
  const named = isJsonObject(body.job) ? body.job.id : undefined;
  if (named === undefined || named === null) return jobs.open(workspace.nowMs());
  const id = String(named);
  const job = jobs.get(id);
  if (job === undefined) throw jobNotFound(id);
  if (hasEnded(jobState(job, workspace.nowMs()))) throw jobClosed(id);
  return job;
}
