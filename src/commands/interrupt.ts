import type { Terminal } from './terminal.ts';

/** 128 + SIGINT, as shells report it. */
const KILLED_EXIT = 130;

/** What ends work that nothing is lost of. */
export class Interrupted extends Error {
  override readonly name = 'AbortError';
}

/**
 * Runs work that only reads: the first Ctrl-C ends it with an Interrupted error, whatever request still waits for its answer.
 */
export function untilInterrupt<T>(
  terminal: Terminal,
  work: (signal: AbortSignal, interrupted: Promise<never>) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const interrupted = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(new Interrupted('stopped by Ctrl-C')));
  });
  // It is raced against the work, which may have ended before.
  interrupted.catch(() => undefined);
  const stop = terminal.onInterrupt(() => controller.abort());
  return work(controller.signal, interrupted).finally(stop);
}

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
