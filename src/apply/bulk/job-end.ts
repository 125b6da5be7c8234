import { isIntercomFailure } from '../../types/intercom.ts';
import { stopOf } from '../refused-token.ts';
import type { Run } from '../run.ts';
import type { Bulk } from './bulk.ts';
import type { BulkGroup } from './bulk-group.ts';
import { type JobPace, waits } from './job-pace.ts';

interface Looking {
  readonly run: Run;
  readonly bulk: Bulk;
  readonly pace: JobPace;
}

/**
 * Waits for the end of a job, and resolves to when that was; of one that says nothing for long, or of a lost one, to the time of
 * the request, and of one whose status cannot be read to the time of the last look. Milliseconds since the epoch.
 */
export async function jobEnd(
  { sentAt, job }: Pick<BulkGroup, 'sentAt' | 'job'>,
  { run, bulk, pace }: Looking,
): Promise<number> {
  if (job === null) return sentAt;
  await run.context.sleep(Math.max(0, sentAt + pace.jobMs - bulk.now()));
  let looks = 0;
  let unread = 0;
  for (const wait of waits()) {
    looks += 1;
    const afterMs = bulk.now() - sentAt;
    if (run.stopped !== undefined) break;
    const status = await statusOf(job, run, bulk);
    if (status === 'ended') {
      pace.ended(afterMs, looks);
      // Whoever is looked at late ended before.
      return sentAt + Math.min(afterMs, pace.jobMs);
    }
    unread = status === 'unread' ? unread + 1 : 0;
    if (unread >= pace.mostUnread) {
      pace.leftUnread();
      return bulk.now();
    }
    if (afterMs >= pace.patienceMs) {
      pace.leftAlone();
      break;
    }
    await run.context.sleep(wait);
  }
  return sentAt;
}

/** A status that cannot be read tells nothing, a refused one included: what the job wrote is read back all the same. */
async function statusOf(job: string, run: Run, { writing }: Bulk): Promise<'open' | 'ended' | 'unread'> {
  try {
    return (await run.writer.get(writing.job(job))).hasEnded ? 'ended' : 'open';
  } catch (failure) {
    if (!isIntercomFailure(failure)) throw failure;
    const stop = failure.status === 401 ? stopOf(failure) : undefined;
    if (stop !== undefined) run.stop(stop);
    return failure.status === 404 ? 'ended' : 'unread';
  }
}
