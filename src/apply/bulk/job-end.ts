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
 * the request. Milliseconds since the epoch.
 */
export async function jobEnd(
  { sentAt, job }: Pick<BulkGroup, 'sentAt' | 'job'>,
  { run, bulk, pace }: Looking,
): Promise<number> {
  if (job === null) return sentAt;
  await run.context.sleep(Math.max(0, sentAt + pace.jobMs - bulk.now()));
  let looks = 0;
  for (const wait of waits()) {
    looks += 1;
    const afterMs = bulk.now() - sentAt;
    if (run.stopped !== undefined) break;
    if (await hasEnded(job, run, bulk)) {
      pace.ended(afterMs, looks);
      // Whoever is looked at late ended before.
      return sentAt + Math.min(afterMs, pace.jobMs);
    }
    if (afterMs >= pace.patienceMs) {
      pace.leftAlone();
      break;
    }
    await run.context.sleep(wait);
  }
  return sentAt;
}

/** A status that cannot be read tells nothing: what the job wrote is read back all the same. */
async function hasEnded(job: string, run: Run, { writing }: Bulk): Promise<boolean> {
  try {
    return (await run.writer.get(writing.job(job))).hasEnded;
  } catch (failure) {
    if (!isIntercomFailure(failure)) throw failure;
    const stop = stopOf(failure);
    if (stop !== undefined) run.stop(stop);
    return failure.status === 404;
  }
}
