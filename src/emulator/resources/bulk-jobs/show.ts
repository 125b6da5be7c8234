import type { JsonObject } from '../../../types/json.ts';
import { hasEnded, type Job, jobState, type Task, taskState } from './record.ts';

/** The job of intercom 13.3. Its `url` is one of this emulator, so that no token goes to the real one. */
export function showJob(job: Job, nowMs: number, origin: string): JsonObject {
  const state = jobState(job, nowMs);
  const endedMs = Math.max(...job.tasks.map(({ endsAtMs }) => endsAtMs));
  return {
    id: job.id,
    type: 'contacts.bulk.job',
    state,
    created_at: seconds(job.createdAtMs),
    updated_at: seconds(changedAtMs(job, nowMs)),
    completed_at: hasEnded(state) ? seconds(endedMs) : null,
    tasks: job.tasks.map((task) => showTask(task, nowMs)),
    url: `${origin}/contacts/bulk/${job.id}`,
  };
}

function showTask(task: Task, nowMs: number): JsonObject {
  const state = taskState(task, nowMs);
  return {
    id: task.id,
    item_count: task.itemCount,
    state,
    created_at: seconds(task.acceptedAtMs),
    started_at: state === 'pending' ? null : seconds(task.startsAtMs),
    completed_at: hasEnded(state) ? seconds(task.endsAtMs) : null,
  };
}

/** When a task last was accepted, began or ended. */
function changedAtMs(job: Job, nowMs: number): number {
  const moments = job.tasks.flatMap((task) => [task.acceptedAtMs, task.startsAtMs, task.endsAtMs]);
  return Math.max(job.createdAtMs, ...moments.filter((atMs) => atMs <= nowMs));
}

function seconds(atMs: number): number {
  return Math.floor(atMs / 1000);
}
