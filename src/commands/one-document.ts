import { jsonText } from '../render/words/json-text.ts';
import { ERROR_FORMAT, type ErrorDocument } from '../types/result.ts';
import { KILLED_EXIT } from './interrupt.ts';
import type { Output, Terminal } from './terminal.ts';

/** A terminal whose stdout gets exactly one document, however often Ctrl-C is pressed. */
export interface OneDocument {
  readonly terminal: Terminal;
  /** The exit code if Ctrl-C has ended the command; undefined otherwise. */
  killedWith(): number | undefined;
  /** Stops handling Ctrl-C. */
  release(): void;
}

/**
 * Makes sure that stdout with `--json` ends in a document, however the command ends:
 *
 *     Ctrl-C                         work that stops in an orderly way is asked to, and prints its document
 *     Ctrl-C without such work       an error document, then the process ends
 *     Ctrl-C again                   an error document if none was printed yet, then the process ends
 *
 * It has to handle Ctrl-C all the time: between these, for example while the last document is made, the system would end the
 * process without any output.
 */
export function oneDocument(terminal: Terminal): OneDocument {
  const listeners = new Set<() => void>();
  let presses = 0;
  let hasAnswered = false;
  let killed: number | undefined;

  const stdout: Output = {
    write(text) {
      if (killed !== undefined) return;
      hasAnswered = true;
      terminal.stdout.write(text);
    },
    async drained() {
      const isRead = await (terminal.stdout.drained?.() ?? true);
      return isRead && killed === undefined;
    },
    get isTTY() {
      return terminal.stdout.isTTY;
    },
    get columns() {
      return terminal.stdout.columns;
    },
  };

  function kill(exit: number): void {
    if (killed !== undefined) return;
    if (!hasAnswered) terminal.stdout.write(`${jsonText(quitAtOnce(exit))}\n`);
    killed = exit;
    terminal.kill(exit);
  }

  const release = terminal.onInterrupt(() => {
    presses += 1;
    if (presses > 1 || listeners.size === 0) kill(KILLED_EXIT);
    else for (const listener of [...listeners]) listener();
  });

  const guarded: Terminal = {
    ...terminal,
    stdout,
    kill,
    onInterrupt(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { terminal: guarded, killedWith: () => killed, release };
}

function quitAtOnce(exit: number): ErrorDocument {
  return {
    format: ERROR_FORMAT,
    exit,
    diagnostics: [
      {
        code: 'interrupted',
        severity: 'error',
        summary: 'Stopped at once by Ctrl-C',
        detail: 'interform does not know the outcome of requests that were under way',
        help: 'plan again: the next plan shows what is still to be done',
      },
    ],
  };
}
