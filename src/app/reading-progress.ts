import type { ClientOptions } from '../intercom/index.ts';
import type { Ports } from './options.ts';

/** A total that grows from one request to the next says nothing: fewer than these are told without one. */
const LEAST_TOTAL = 10;

/** Tells how many requests were made, of how many that were asked for, and how long the rate limit holds the next one back. */
export function requestProgress({
  progress,
}: Pick<Ports, 'progress'>): Pick<ClientOptions, 'onQueued' | 'onRequest' | 'onWait'> {
  let done = 0;
  let total = 0;
  let waitingMs = 0;
  const tell = () =>
    progress?.({
      phase: 'reading',
      unit: 'requests',
      done,
      ...(total < LEAST_TOTAL ? {} : { total: Math.max(done, total) }),
      waitingMs,
    });
  return {
    onQueued: (requests) => {
      total += requests;
      // What is counted again is told with its next request.
      if (requests > 0) tell();
    },
    onRequest: ({ attempt }) => {
      done += 1;
      // It was asked for once.
      if (attempt > 1) total += 1;
      tell();
    },
    onWait: (ms) => {
      waitingMs = ms;
      tell();
    },
  };
}

/** Tells how far a scan of contacts is, and how long the rate limit holds it back. */
export function scanProgress({ progress }: Pick<Ports, 'progress'>) {
  let done = 0;
  let total: number | undefined;
  const tell = (waitingMs: number) =>
    progress?.({
      phase: 'reading',
      unit: 'contacts',
      done,
      ...(total === undefined ? {} : { total }),
      waitingMs,
    });
  return {
    read: (contacts: number, all: number) => {
      done = contacts;
      total = all;
      tell(0);
    },
    waiting: tell,
  };
}
