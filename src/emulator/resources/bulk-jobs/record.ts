/** What became of a job or a task (intercom 13.3). There is no "failed". */
export type JobState = 'pending' | 'running' | 'completed' | 'completed_with_errors';

/** The contacts of one request. Times are milliseconds of the clock. */
export interface Task {
  readonly id: string;
  readonly itemCount: number;
  readonly acceptedAtMs: number;
  readonly startsAtMs: number;
  /** Infinite for one that never ends. */
  readonly endsAtMs: number;
  /** Whether an item failed, as far as the job tells. */
  hasErrors: boolean;
  /** Whether its items were worked through. */
  isDone: boolean;
}

export interface Job {
  readonly id: string;
  readonly createdAtMs: number;
  readonly tasks: Task[];
}

export function taskState(task: Task, nowMs: number): JobState {
  if (nowMs < task.startsAtMs) return 'pending';
  if (!task.isDone || nowMs < task.endsAtMs) return 'running';
  return task.hasErrors ? 'completed_with_errors' : 'completed';
}

/**
 * ```
 * every task ended   completed, or completed_with_errors where one has errors; closed to further tasks
 * none has begun     pending
 * else               running
 * ```
 */
export function jobState(job: Job, nowMs: number): JobState {
  const states = job.tasks.map((task) => taskState(task, nowMs));
  if (states.every((state) => state === 'pending')) return 'pending';
  if (states.some((state) => state === 'pending' || state === 'running')) return 'running';
  return states.includes('completed_with_errors') ? 'completed_with_errors' : 'completed';
}

export function hasEnded(state: JobState): boolean {
  return state === 'completed' || state === 'completed_with_errors';
}
