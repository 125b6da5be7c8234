import type { Ports } from './options.ts';

/** Tells how many requests were made, and how long the rate limit holds the next one back. */
export function requestProgress({ progress }: Ports) {
  let done = 0;
  return {
    onRequest: () => progress?.({ phase: 'reading', done: ++done, waitingMs: 0 }),
    onWait: (waitingMs: number) => progress?.({ phase: 'reading', done, waitingMs }),
  };
}

/** Tells how far a scan of contacts is, and how long the rate limit holds it back. */
export function scanProgress({ progress }: Ports) {
  let done = 0;
  let total: number | undefined;
  const tell = (waitingMs: number) =>
    progress?.({ phase: 'reading', done, ...(total === undefined ? {} : { total }), waitingMs });
  return {
    read: (contacts: number, all: number) => {
      done = contacts;
      total = all;
      tell(0);
    },
    waiting: tell,
  };
}
