import type { JsonObject } from '../../../types/json.ts';
import { ApiError } from '../../errors.ts';
import type { JobStrike } from '../../faults/job-faults.ts';
import type { Writing } from '../contacts/writing.ts';
import type { ItemWork } from './items.ts';
import type { Job } from './record.ts';
import { bulkJobsOf } from './store.ts';
import { bulkSwitchesOf } from './switches.ts';
import { tagItem } from './tags.ts';

export interface Accepted {
  readonly job: Job;
  readonly items: readonly JsonObject[];
  readonly work: ItemWork;
  readonly strike: JobStrike | undefined;
}

/**
 * Gives a job its task. Of the time `t` that one takes:
 *
 * ```
 * accepted    t/4       t/2            t       2t
 * pending     running   items done     ended   tags, where they are late
 * ```
 */
export function beginTask({ job, items, work, strike }: Accepted, writing: Writing): void {
  const { workspace } = writing;
  const jobs = bulkJobsOf(workspace);
  const { bulkJobMs, bulkTags } = bulkSwitchesOf(workspace);
  const acceptedAtMs = workspace.nowMs();
  const task = jobs.append(job, {
    itemCount: items.length,
    acceptedAtMs,
    startsAtMs: acceptedAtMs + bulkJobMs / 4,
    endsAtMs: strike?.name === 'job-stuck' ? Number.POSITIVE_INFINITY : acceptedAtMs + bulkJobMs,
  });
  const tags = strike?.name === 'job-lost-tags' ? 'dropped' : bulkTags;
  jobs.later(acceptedAtMs + bulkJobMs / 2, () => {
    const done = items.filter((_item, position) => strike?.dropped.has(position) !== true);
    let failed = strike?.name === 'job-false-errors';
    for (const item of done) {
      const contact = attempt(() => work(item, writing));
      if (contact === FAILED) failed = true;
      else if (contact !== undefined && tags === 'applied') tagItem(contact.id, item, workspace);
      else if (contact !== undefined && tags === 'late')
        jobs.later(acceptedAtMs + 2 * bulkJobMs, () => tagItem(contact.id, item, workspace));
    }
    task.hasErrors = failed;
    task.isDone = true;
  });
}

const FAILED = Symbol('failed');

/** An item that is refused fails alone, in silence (intercom 13.3). */
function attempt<T>(work: () => T): T | typeof FAILED {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return FAILED;
    throw error;
  }
}
