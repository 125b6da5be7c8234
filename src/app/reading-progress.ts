import type { ClientOptions } from '../intercom/index.ts';
import type { Ports } from './options.ts';

/** While the total is below this, it grows with each request, so it is not reported. */
const LEAST_TOTAL = 10;

/** Reports how many requests were made of how many are known, and how long the rate limit delays the next one. */
export function requestProgress({ progress }: Pick<Ports, 'progress'>): Pick<
  ClientOptions,
  'onQueued' | 'onRequest' | 'onWait'
> & {
  /** Takes the number of requests that are certain to follow. It is reported with the next request. */
  readonly onAhead: (requests: number) => void;
} {
  let done = 0;
  let asked = 0;
  let ahead = 0;
  let waitingMs = 0;
  const tell = () => {
    const total = asked + ahead;
    progress?.({
      phase: 'reading',
      unit: 'requests',
      done,
      ...(total < LEAST_TOTAL ? {} : { total: Math.max(done, total) }),
      waitingMs,
    });
  };
  return {
    onAhead: (requests) => {
      ahead = requests;
    },
    onQueued: (requests) => {
      asked += requests;
      // When a request is counted again, it is reported once it is sent.
      if (requests > 0) tell();
    },
    onRequest: ({ attempt }) => {
      done += 1;
      // A repeated request was counted only once.
      if (attempt > 1) asked += 1;
      tell();
    },
    onWait: (ms) => {
      waitingMs = ms;
      tell();
    },
  };
}

/** Reports how many rows have been checked. Call the result with the number of further rows. */
export function checkProgress(progress: Ports['progress']): (rows: number) => void {
  let done = 0;
  return (rows) => {
    done += rows;
    progress?.({ phase: 'checking', unit: 'rows', done, waitingMs: 0 });
  };
}

/** Reports how many contacts a scan has read, and how long the rate limit delays it. */
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
