import type { Terminal } from './terminal.ts';

/** 128 + SIGINT, as shells report it. */
const KILLED_EXIT = 130;

/**
 * Runs work that Ctrl-C ends in good order: the first aborts the signal, so that running requests finish and the work
 * reports; the second ends the process at once.
 */
export async function withInterrupt<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = terminal.onInterrupt(() => {
    if (controller.signal.aborted) {
      terminal.kill(KILLED_EXIT);
      return;
    }
    terminal.stderr.write('\nStopping: running requests finish first. Press Ctrl-C again to quit at once.\n');
    controller.abort();
  });
  try {
    return await work(controller.signal);
  } finally {
    stop();
  }
}
