import { setMaxListeners } from 'node:events';
import type { Terminal } from './terminal.ts';

/** 128 + SIGINT, as shells report it. */
export const KILLED_EXIT = 130;

/** Ends work that can be stopped without any loss. */
export class Interrupted extends Error {
  override readonly name = 'AbortError';
}

/** The result of the work. If Ctrl-C comes first, rejects with an Interrupted error, even while a request is under way. */
export function orInterrupted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    const stop = () => reject(new Interrupted('stopped by Ctrl-C'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  return Promise.race([work, interrupted]);
}

/** Runs work that only reads: the first Ctrl-C aborts the signal, and nothing has to be completed. */
export function untilInterrupt<T>(terminal: Terminal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = stopper();
  const stop = terminal.onInterrupt(() => controller.abort());
  return work(controller.signal).finally(stop);
}

/**
 * Runs work that must end in an orderly way. The first Ctrl-C aborts the signal: running requests finish, and the work reports.
 * The second one ends the process at once.
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

/** Many requests listen to this signal. Node.js would report more than ten listeners as a leak. */
function stopper(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
