import type { BulkJob } from '../../types/kind/bulk-writing.ts';
import type { Bulk } from './bulk.ts';

/** Intercom's clock may differ from ours by this many seconds, where no answer told its time. */
const CLOCK_TOLERANCE_S = 300;

/**
 * Unix seconds of Intercom's clock before which the request wrote nothing. Rather too early than too late: what the request
 * wrote must not count as older than it.
 *
 *     the job was made                        since
 *     nobody knows, or far after the request  the request, less the tolerance
 *     else                                    then
 */
export function writtenSince(
  { now, writing }: Bulk,
  { sentAt, job }: { readonly sentAt: number; readonly job: BulkJob | undefined },
): number {
  // An update may have been sent more than once, and the job is that of the last time.
  const tookMs = writing.verb === 'update' ? now() - sentAt : 0;
  const made = job?.created_at ?? Infinity;
  return made > now() / 1000 + CLOCK_TOLERANCE_S
    ? Math.floor(sentAt / 1000) - CLOCK_TOLERANCE_S
    : made - Math.ceil(tookMs / 1000);
}
