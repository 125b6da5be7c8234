import type { ClientOptions } from '../intercom/index.ts';
import type { Ports } from './options.ts';

/** A total that grows from one request to the next says nothing: fewer than these are told without one. */
const LEAST_TOTAL = 10;

/** Tells how many requests were made, of how many that were asked for, and how long the rate limit holds the next one back. */
export function requestProgress({ progress }: Pick<Ports, 'progress'>): Pick<
  ClientOptions,
  'onQueued' | 'onRequest' | 'onWait'
> & {
  /** Takes how many requests are sure to be asked for beside those that were, and is told with the next of them. */
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
      // What is counted again is told with its next request.
      if (requests > 0) tell();
    },
    onRequest: ({ attempt }) => {
      done += 1;
      // It was asked for once.
      if (attempt > 1) asked += 1;
      tell();
    },
    onWait: (ms) => {
      waitingMs = ms;
      tell();
    },
  };
}

/** Tells how many rows are checked by now; it is told how many more. */
export function checkProgress(progress: Ports['progress']): (rows: number) => void {
  let done = 0;
  return (rows) => {
    done += rows;
    progress?.({ phase: 'checking', unit: 'rows', done, waitingMs: 0 });
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
