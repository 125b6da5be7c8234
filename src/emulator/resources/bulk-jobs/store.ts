import { storeOf, type Workspace } from '../../workspace.ts';
import type { Job, Task } from './record.ts';

/** What a job does to the workspace at one moment. */
interface Effect {
  readonly atMs: number;
  readonly work: () => void;
}

/** The jobs of a workspace, and what they have still to do. */
class JobStore {
  readonly #byId = new Map<string, Job>();
  #tasks = 0;
  #due: Effect[] = [];

  get(id: string): Job | undefined {
    return this.#byId.get(id);
  }

  open(nowMs: number): Job {
    const job: Job = { id: `job_v2_${this.#byId.size + 1}`, createdAtMs: nowMs, tasks: [] };
    this.#byId.set(job.id, job);
    return job;
  }

  append(job: Job, task: Omit<Task, 'id' | 'hasErrors' | 'isDone'>): Task {
    this.#tasks += 1;
    const appended = { ...task, id: `task_v2_${this.#tasks}`, hasErrors: false, isDone: false };
    job.tasks.push(appended);
    return appended;
  }

  later(atMs: number, work: () => void): void {
    this.#due.push({ atMs, work });
  }

  /** Does what is due by now, in the order of its moments, each dated by its own. */
  settle(workspace: Workspace): void {
    const nowMs = workspace.nowMs();
    for (;;) {
      const due = this.#due.filter(({ atMs }) => atMs <= nowMs).sort((a, b) => a.atMs - b.atMs);
      if (due.length === 0) return;
      this.#due = this.#due.filter(({ atMs }) => atMs > nowMs);
      // One that is due may bring others, such as the tags of a contact.
      for (const { atMs, work } of due) workspace.at(atMs, work);
    }
  }
}

export const bulkJobsOf = storeOf(() => new JobStore());
