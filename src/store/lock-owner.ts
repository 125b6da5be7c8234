import type { LockOwner } from '../types/store.ts';

/** The last instant that a date can say. */
const latestMs = 8.64e15;

/** Parses an owner that a store holds; undefined where it is none. Other keys are left out. */
export function readOwner(value: unknown): LockOwner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, workspace, by, host, pid, since, job } = value as Record<string, unknown>;
  if (typeof id !== 'string' || typeof workspace !== 'string') return undefined;
  if (typeof by !== 'string' || typeof host !== 'string' || typeof pid !== 'number') return undefined;
  if (typeof since !== 'number' || Math.abs(since) > latestMs) return undefined;
  return { id, workspace, by, host, pid, since, ...(typeof job === 'string' ? { job } : {}) };
}

/** Stands for the owner of a lock that cannot be read. */
export function unknownOwner(id: string, workspace: string, since: number): LockOwner {
  return { id, workspace, by: 'unknown', host: 'unknown', pid: 0, since };
}
