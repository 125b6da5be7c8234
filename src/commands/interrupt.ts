import { setMaxListeners } from 'node:events';
import type { Terminal } from './terminal.ts';

/** 128 + SIGINT, as shells report it. */
export const KILLED_EXIT = 130;

/** What ends work that nothing is lost of. */
export class Interrupted extends Error {
  override readonly name = 'AbortError';
}

/** The work's result, unless Ctrl-C comes first: then an Interrupted error, whatever request still waits for its answer. */
export function orInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new Interrupted('stopped by Ctrl-C'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interrupted]);
}

/** Runs work that only reads: the first Ctrl-C aborts the signal, and nothing has to be put in order. */
export function untilInterrupt<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = stopper();
  const stop = terminal.onInterrupt(() => controller.abort());
  return work(controller.signal).finally(stop);
}

/**
 * Runs work that Ctrl-C ends in good order: the first aborts the signal, so that running requests finish and the work
 * reports; the second ends the process at once.
 */
export async function withInterrupt<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = stopper();
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

/** Every request that waits listens to it; Node.js would take more than ten for a leak and say so on stderr. */
function stopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
