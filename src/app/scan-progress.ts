import type { Ports } from './options.ts';

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
